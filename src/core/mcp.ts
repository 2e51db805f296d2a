/**
 * The protocol's own types under one roof, type-only: the SDK is never evaluated through this file.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/sampling
 */
export type {
  ContentBlock,
  CreateMessageRequestParams,
  CreateMessageResult,
  CreateMessageResultWithTools,
  Implementation,
  Prompt,
  Resource,
  ResourceTemplateType as ResourceTemplate,
  Root,
  SamplingMessage,
  SamplingMessageContentBlock,
  ServerCapabilities,
  Tool,
} from '@modelcontextprotocol/client';

/** *legacy*: up to 2025-11-25, the server pushes requests. *modern*: 2026-07-28, a call returns `input_required` and is retried. */
export type Era = 'legacy' | 'modern';

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
/** Any JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };
