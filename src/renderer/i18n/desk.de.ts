/** Words of the article desk, under the key `desk`. */
export const deskDe = {}

/** The same keys in every language; a missing or superfluous one does not compile. */
export type DeskMessages = { [K in keyof typeof deskDe]: DeepText<(typeof deskDe)[K]> }
type DeepText<T> = T extends string ? string : { [K in keyof T]: DeepText<T[K]> }
