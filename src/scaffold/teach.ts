/** What the keys of a new manifest are for, by key; nested ones with their indent. */
type Lessons = { readonly [key: string]: string };

/** A manifest with a comment above each key that has one, and one at its end. Its values are single lines. */
export function addComments(text: string, lessons: Lessons, end: readonly string[]): string {
  const lines = text.split("\n").flatMap((line) => {
    const key = /^ *[a-z_]+(?=:)/.exec(line)?.[0] ?? "";
    const lesson = Object.hasOwn(lessons, key) ? lessons[key] : undefined;
    const indent = key.length - key.trimStart().length;
    return lesson === undefined ? [line] : [`${" ".repeat(indent)}# ${lesson}`, line];
  });
  return [...lines.slice(0, -1), ...end.map((line) => `# ${line}`), ""].join("\n");
}
