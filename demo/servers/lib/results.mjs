/**
 * What a tool job ends with; both eras' servers send it as it is.
 *
 * @typedef {object} ToolResult
 * @property {import('@modelcontextprotocol/server').ContentBlock[]} content
 * @property {Record<string, unknown>} [structuredContent]
 */

/**
 * @param {string} text
 * @param {Record<string, unknown>} [structuredContent]
 * @returns {ToolResult}
 */
export function textResult(text, structuredContent) {
  return { content: [{ type: 'text', text }], ...(structuredContent && { structuredContent }) };
}
