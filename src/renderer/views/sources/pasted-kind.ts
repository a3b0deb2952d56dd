const BIBTEX = /^\s*@\w+\s*[{(]/m
const RIS = /^TY {1,2}- /m
const CSL_JSON = /^\s*[[{][\s\S]*"[\w-]+"\s*:/

/** What was pasted on the list of sources: one link, records of another program, or an article. */
export function pastedKind(text: string): 'link' | 'sources' | 'article' {
  if (/^\s*https?:\/\/\S+\s*$/i.test(text)) return 'link'
  return BIBTEX.test(text) || RIS.test(text) || CSL_JSON.test(text) ? 'sources' : 'article'
}
