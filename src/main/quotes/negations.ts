/** Words that turn a statement round, in the languages articles and their sources come in. Lower case. */
const NEGATIONS = new Set(
  [
    'nicht nichts nie niemals niemand niemanden niemandem niemandes nirgends nirgendwo weder kein keine keinen keinem',
    'keiner keines keins keinerlei keineswegs keinesfalls keinster keinste ohne kaum mitnichten nimmer nimmermehr',
    'nichtmal ebensowenig nirgendwohin nirgendwoher nein',
    'not no never none nobody nothing nowhere neither nor without cannot hardly scarcely barely rarely seldom',
    'ne pas jamais aucun aucune sans rien ni',
    'nunca jamás ningún ninguna ninguno nadie nada sin tampoco',
    'не ни нет никогда никто никого ничто ничего нигде нельзя без вряд',
    'ні немає нема ніколи ніхто нікого ніщо нічого ніде не без навряд',
  ].flatMap((line) => line.split(' ')),
)

export function isNegation(word: string): boolean {
  const lower = word.toLowerCase()
  return NEGATIONS.has(lower) || lower.endsWith("n't")
}
