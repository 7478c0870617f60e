/**
 * Words that SQLite has and PostgreSQL spells otherwise, or has no use for. Everything else in our statements is the same
 * in both; what can't be said by another word is in the dialects.
 */
const WORDS: readonly (readonly [RegExp, string])[] = [
  // Hints, which its planner does without.
  [/\s+INDEXED BY \w+/g, ""],
  [/(?<=[\s(])\+(?=[a-z])/g, ""],
  [/\bCROSS JOIN (\w+ \w+) ON\b/g, "JOIN $1 ON"],
  // A failed statement undoes the transaction anyway.
  [/\bINSERT OR FAIL\b/g, "INSERT"],
  [/\binstr\(/g, "strpos("],
  [/\bjson_extract\(([\w.]+), '\$\.(\w+)'\)/g, "(CAST($1 AS json) ->> '$2')"],
  [/\bjson_group_array\(/g, "json_agg("],
  // Text in the order of its bytes, whatever the language of the database.
  [/\bCOLLATE BINARY\b/g, 'COLLATE "C"'],
  // The six digits of a time, which as text would lose zeros at their end.
  [/\bCAST\((\w+\.)?created_at AS TEXT\)/g, "to_char($1created_at, 'YYYY-MM-DD HH24:MI:SS.US')"],
  [
    /\bjson_each\(\?\)(?:\s+(?!(?:WHERE|CROSS|JOIN|LEFT|ORDER)\b)(\w+))?/g,
    "(SELECT place - 1 AS key, value FROM jsonb_array_elements_text(CAST(? AS jsonb)) WITH ORDINALITY AS e (value, place)) AS list_$1",
  ],
  [/\blist_(\w+)/g, "$1"],
];

const known = new Map<string, string>();

/** Our statement in the words of PostgreSQL, its question marks numbered. Each text is translated once. */
export function translate(sql: string): string {
  let text = known.get(sql);
  if (text === undefined) {
    text = numberMarks(WORDS.reduce((part, [word, other]) => part.replace(word, other), sql));
    known.set(sql, text);
  }
  return text;
}

/** `?` becomes `$1` and so on, but within quotes. */
function numberMarks(sql: string): string {
  let count = 0;
  return sql.replace(/'(?:[^']|'')*'|"[^"]*"|\?/g, (part) => (part === "?" ? `$${++count}` : part));
}
