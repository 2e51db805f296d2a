/** How much may pass by one approval of the rest of a call. */
export interface RestLimits {
  /** Whole number of at least 1. */
  readonly requests: number;
  /** UTF-8 bytes of all outgoing requests together. */
  readonly bytes: number;
}

/** The decision that one request shares with others; the ledger names it with each of them. */
export interface Joint {
  /** It was decided in a batch of so many. */
  readonly batch?: { readonly id: string; readonly size: number };
  /** *Approve the rest of this call*: with `granted` this press began it, without it this request passed by it. */
  readonly rest?: { readonly id: string; readonly granted?: RestLimits };
}
