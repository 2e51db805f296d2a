import type { ReviewStatus } from '../../shared/desk.ts';
import type { CostEstimate, OutgoingRequest } from '../models/provider.ts';

type Way = Pick<NonNullable<ReviewStatus['outgoing']>, 'hash' | 'destination' | 'bytes' | 'cost'>;

/** Where a request would go, how large it is, and what it would cost where that is known. */
export function wayView({ hash, destination, model, bytes }: OutgoingRequest, price: CostEstimate | undefined): Way {
  const { kind, host, url, loopback } = destination;
  return {
    hash,
    destination: {
      kind,
      host,
      loopback,
      providerLabel: model.providerLabel,
      ...(url === undefined ? {} : { url }),
    },
    bytes,
    ...(price === undefined ? {} : { cost: { min: price.min, max: price.max, source: price.source } }),
  };
}
