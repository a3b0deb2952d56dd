/** What the file choosers offer first. How a file is read is decided by its bytes. */
export const ARTICLE_FILES = '.txt,.html,.htm,.xhtml,text/plain,text/html'
