import schema from "../../../../schemas/set-template.schema.json" with { type: "json" };

interface Property {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [key: string]: Property };
}

/** The published schema's description of a field, by path: the form says what the schema says. */
export function describe(...path: readonly string[]): string {
  let property: Property | undefined = schema as unknown as Property;
  for (const key of path) property = property?.properties?.[key];
  return property?.description ?? "";
}

/** Keys of the object at a path, with what they are for. */
export function keysAt(
  ...path: readonly string[]
): readonly { readonly key: string; readonly description: string }[] {
  let property: Property | undefined = schema as unknown as Property;
  for (const key of path) property = property?.properties?.[key];
  return Object.entries(property?.properties ?? {}).map(([key, { description = "" }]) => ({
    key,
    description,
  }));
}
