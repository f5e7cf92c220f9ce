// Puts facts into the blanks of a sentence that the server has translated.
export function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}
