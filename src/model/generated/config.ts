// Made from schemas/config.schema.json by npm run generate. Edit the schema, not this file.

/**
 * sync.config.yaml: settings of one project. Paths are relative to this file.
 */
export interface Configuration {
  /**
   * Name of this estate: it owns what its manifests declare. Several estates may share one database.
   */
  estate: string;
  /**
   * sqlite:<path> or postgres://…; --db and SYNC_DB go before it. Default: sqlite:data/albums.db.
   */
  database?: string;
  /**
   * Folders outside the project that may hold manifests, CSVs, asset roots, thumbnails or the database. --untrusted ignores it.
   */
  allow_outside?: string[];
  /**
   * Identity of the database, as sync db status prints it: another one, or none, is refused.
   */
  database_id?: string;
  /**
   * Folders with manifests. Default: manifests.
   *
   * @minItems 1
   */
  manifests?: [string, ...string[]];
  /**
   * Where image files are.
   */
  assets?: {
    /**
     * Folder of the image files, marked by a file .album-sync-root. Default: data/legacy.
     */
    root?: string;
    /**
     * Absolute path of the same folder as the backend sees it. Default: the root itself.
     */
    served_from?: string;
    /**
     * More asset roots.
     */
    roots?: {
      /**
       * Name of the root.
       */
      name: string;
      /**
       * Folder of the root.
       */
      dir: string;
      /**
       * Absolute path of the same folder as the backend sees it.
       */
      served_from?: string;
    }[];
  };
  /**
   * The folder that the backend serves.
   */
  media?: {
    /**
     * Thumbnails go to thumbnails/<id>.webp under this folder. Default: data.
     */
    root?: string;
  };
  /**
   * Delete rows that no manifest declares any more. Default: false.
   */
  prune?: boolean;
  /**
   * How much one run may delete or release of a kind: a run stops beyond both limits.
   */
  budget?: {
    /**
     * Number of rows. Default: 20.
     */
    rows?: number;
    /**
     * Share of the owned rows, from 0 to 1. Default: 0.10.
     */
    share?: number;
  };
  /**
   * How thumbnails are made.
   */
  thumbnails?: {
    /**
     * Effort of the WebP encoder, 0 (fast) to 6 (small). Default: 4.
     */
    effort?: number;
  };
  /**
   * What the database remembers of runs.
   */
  history?: {
    /**
     * Keep the changes of the newest runs only, this many; each apply drops older ones. Default: all.
     */
    keep_runs?: number;
  };
  /**
   * Bounds on the use of memory.
   */
  limits?: {
    /**
     * Pixels that may be decoded at the same time. Default: 100000000.
     */
    pixels_in_flight?: number;
  };
  /**
   * How sync collect reads a legacy tree.
   */
  collect?: {
    /**
     * Time zone of times without one, e.g. Europe/Vienna. Default: UTC.
     */
    time_zone?: string;
    /**
     * What the folders of the tree mean. The first rule that fits counts; the default rules come after these.
     */
    rules?: {
      /**
       * Path of a folder below the root, or from the root's own name on: * and ? match within a name, ** any depth. Everything below the folder belongs to it. A dot means the files directly in the root.
       */
      pattern: string;
      /**
       * Type of the album.
       */
      type: "singles" | "deck" | "zodiac" | "lora-experiment" | "reference-pack" | "upload";
      /**
       * Slug of the album. {folder} stands for the folder's name, {month} for yyyy-mm from the file's name, or undated.
       */
      slug: string;
      /**
       * Name of the album. {folder} stands for the folder's name as words, {time} for the time at its end, {month} for a month such as October 2025, or undated.
       */
      name: string;
      /**
       * Show the album to everybody.
       */
      public?: boolean;
      /**
       * Offer the album for training.
       */
      training_source?: boolean;
      /**
       * Under which terms the images may be used; written to the provenance of new albums.
       */
      license?: string;
      /**
       * Slug of the set template that made the images; left out while the estate has no such template.
       */
      set_template?: string;
    }[];
  };
}
