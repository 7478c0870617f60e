// What XML 1.0 can't hold in any spelling.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const NAMED: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Text for an attribute of XML in double quotes; characters that XML can't hold become U+FFFD. */
export function escapeAttribute(text: string): string {
  return text
    .replace(FORBIDDEN, "\ufffd")
    .replace(/[&<>"\n\r\t]/g, (character) => NAMED[character] as string);
}

/** Text between tags of XML; line breaks stay. */
export function escapeContent(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd").replace(/[&<>\r]/g, (character) => NAMED[character] as string);
}
