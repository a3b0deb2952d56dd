import { readArticle } from '/work/main/src/main/articles/article-reader'
import fs from 'node:fs'
import {it} from 'vitest'
it('x',()=>{
for (const f of (process.env.FILES ?? '').split(',')) {
const a = readArticle({bytes: fs.readFileSync(f)})
console.log('=====',f,'|',a.title,'|',a.kicker,'|',a.byline,'|',a.language,a.encoding,a.warnings.map(w=>w.code+w.count).join())
for (const b of a.blocks) console.log(b.kind.padEnd(11), b.sentences.length, JSON.stringify(a.text.slice(b.start,b.end).slice(0,110)), b.speaker?`<${b.speaker}|${b.role}|${b.saidOn}|${b.attributionOf}>`:'')
}})
