import { displayWidth } from "../../report/text/printable.js";

/** The words of a text in lines of at most `width` characters; a longer word has a line of its own. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Paragraphs, parted by empty lines, filled up to a width. A line that is aligned by blanks stays a line, and is wrapped below its last column. */
export function fillParagraphs(text: string, width: number): string {
  const paragraphs: string[] = [];
  for (const line of text.split("\n")) {
    const last = paragraphs.at(-1);
    if (last === undefined || isApart(line) || isApart(last)) paragraphs.push(line);
    else paragraphs[paragraphs.length - 1] = `${last} ${line}`;
  }
  return paragraphs.flatMap((line) => wrapAligned(line, width)).join("\n");
}

function isApart(line: string): boolean {
  return line === "" || isAligned(line);
}

function isAligned(line: string): boolean {
  return / {2}/.test(line);
}

function wrapAligned(line: string, width: number): readonly string[] {
  const start = isAligned(line) ? line.lastIndexOf("  ") + 2 : 0;
  return wrapWords(line.slice(start), Math.max(LEAST, width - start)).map((part, index) =>
    index === 0 ? line.slice(0, start) + part : " ".repeat(start) + part,
  );
}

const LEAST = 20;
