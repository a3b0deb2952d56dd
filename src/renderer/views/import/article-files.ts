/** What the file choosers offer first. How a file is read is decided by its bytes. */
export const ARTICLE_FILES =
  '.txt,.html,.htm,.xhtml,.mhtml,.mht,.md,.markdown,.docx,.odt,.rtf,.eml,.pdf,.zip,.json,text/plain,text/html'
