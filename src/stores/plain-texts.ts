/** Characters that would double the size of all the texts that they are joined with, and the few others for which a row writes several. */
const ODD = /[^\t\n\r\u001b\x20-\x7e\xa0-\xac\xae-\xff]|\r(?!\n)|\u001b(?!\[)/;
/** What a row leaves out of values or writes as several characters, and texts with breaks that it names by a path. */
const ODD_IN_JSON = /(?<!\\)(?:\\\\)*\\(?:u00|[bf]|r(?!\\n))|^[[{].*\\n/m;

/** Whether a row writes no character of a text as several others, and none of it is wide. */
export function isPlainlyDrawn(text: string): boolean {
  return !ODD.test(text);
}

/** The same for the values of a JSON text. */
export function isPlainlyDrawnJson(json: string): boolean {
  // All of them have one, and few values do: this is asked of every line that comes.
  return isPlainlyDrawn(json) && !(json.includes('\\') && ODD_IN_JSON.test(json));
}
