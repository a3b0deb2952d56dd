/** Text an article may have, in UTF-8 bytes; the message of the refusal names it. */
export const MAX_TEXT_BYTES = 20 * 1024 * 1024
/** A file that an article is read from; its text has the limit above. */
export const MAX_ARTICLE_FILE_BYTES = 50 * 1024 * 1024
/** Files that are imported in one go, chosen, dropped or in an archive. */
export const MAX_FILES_AT_ONCE = 500
/** Bytes of an evidence file that cross in one call, before base64. */
export const MAX_CHUNK_BYTES = 2 * 1024 * 1024
/** A file of sources: its bytes, and the entries in it. */
export const MAX_SOURCE_FILE_BYTES = 5 * 1024 * 1024
export const MAX_SOURCE_ENTRIES = 10_000
/** The mark of a house in its reports. */
export const MAX_LOGO_BYTES = 1024 * 1024
