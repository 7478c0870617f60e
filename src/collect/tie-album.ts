import type { AlbumWork } from "./carry-out.js";
import type { CollectReport } from "./collect-report.js";
import { findNamedItem } from "./facts/labels.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import { decideItems, type TiedPicture, tieItem } from "./match/decide-items.js";
import type { MatchedImage } from "./match/match-images.js";
import type { PromptIndex } from "./match/prompt-index.js";
import type { FoundFacts } from "./source/collected-image.js";
import { showName } from "./source/names.js";

/** An album whose images have their items, and what is to be said about that. */
interface TiedAlbum {
  readonly work: AlbumWork;
  readonly remarks: CollectReport["remarks"];
}

/**
 * Ties the new images of an album to the items whose prompts they have. A new album without a set template gets the one that
 * its images tell. `mayDeclare`: so does one whose manifest declares none.
 */
export function tieAlbum(
  album: Omit<AlbumWork, "tie" | "setTemplate">,
  prompts: PromptIndex,
  mayDeclare: boolean,
  options: SurveyOptions,
): TiedAlbum {
  const { known, found, images } = album;
  const ruled = found.set_template;
  const type = known === undefined ? found.type : known.type;
  const declared = known === undefined ? ruled : known.setTemplate;
  const isNew = ({ entry }: MatchedImage): boolean => entry === undefined;
  const pictureOf = (file: string, { prompt, item }: FoundFacts): TiedPicture => ({
    file,
    prompt,
    named: (template) => (template === ruled ? item : findNamedItem(file, type, template, options)),
  });
  const added = images.filter(isNew);
  const pictures = added.map(({ finding }) => pictureOf(finding.file, finding.facts));
  const { template, items, doubts } =
    declared === null
      ? { template: undefined, items: [], doubts: [] }
      : decideItems(pictures, declared, prompts);
  // A manifest of a person's gets no set template unasked.
  const isLeft = known !== undefined && declared === undefined && template !== undefined && !mayDeclare;
  const chosen = isLeft ? undefined : template;
  const byImage = new Map(added.map((match, index) => [match, isLeft ? undefined : items[index]]));
  const settled = declared ?? undefined;
  const tie = (file: string, facts: FoundFacts): FoundFacts =>
    settled === undefined ? facts : withItem(facts, tieItem(pictureOf(file, facts), settled, prompts));
  return {
    work: {
      ...album,
      found: known === undefined && chosen !== undefined ? { ...found, set_template: chosen } : found,
      images: images.map((match) => {
        const { finding } = match;
        const facts = isNew(match)
          ? withItem(finding.facts, byImage.get(match))
          : tie(finding.file, finding.facts);
        return { ...match, finding: { ...finding, facts } };
      }),
      setTemplate: known !== undefined && declared === undefined ? chosen : undefined,
      tie,
    },
    remarks: [
      // They say which items were declared.
      ...(isLeft ? [] : doubts).map((doubt) => ({ ...doubt, severity: "warning" as const })),
      ...(template === undefined || declared !== undefined
        ? []
        : [describeTemplate(known?.slug ?? found.slug, template, isLeft)]),
    ],
  };
}

function withItem(facts: FoundFacts, item: string | undefined): FoundFacts {
  if (item === facts.item) return facts;
  const { item: _item, ...others } = facts;
  return item === undefined ? others : { ...others, item };
}

function describeTemplate(
  album: string,
  template: string,
  isLeft: boolean,
): CollectReport["remarks"][number] {
  const message = `Images of album ${showName(album)} have prompts of the set template ${template}`;
  return isLeft
    ? {
        severity: "warning",
        code: "set-template-undeclared",
        message: `${message}, but its manifest declares no set_template. They were tied to no item.`,
        help: "Run sync collect --relink: it declares the set template and the items.",
      }
    : {
        severity: "note",
        code: "set-template-found",
        message: `${message}: its manifest declares set_template.`,
        help: "To tie the album to no set, write set_template: null.",
      };
}
