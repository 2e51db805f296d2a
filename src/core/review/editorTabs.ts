/** What editor tabs have to do with a request: the names of texts. */
export interface EditorTabs {
  /** Saved in a tab, so part of the request. */
  readonly saved: readonly string[];
  /** Typed in a tab and not saved, so no part of the request. */
  readonly unsaved: readonly string[];
}

/** No text of the request was changed in a tab. */
export const NO_TABS: EditorTabs = { saved: [], unsaved: [] };
