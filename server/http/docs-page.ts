interface Operation {
  summary?: string;
  tags?: string[];
}

/** A readable page of the API without any script: what there is, by feature, with the way to call it. */
export function docsPage(document: object): string {
  const { paths } = document as { paths: Record<string, Record<string, Operation>> };
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'Other';
      const row = `<tr><td><code class="m ${method}">${method.toUpperCase()}</code></td><td><code>/api${escape(path)}</code></td><td>${escape(operation.summary ?? '')}</td></tr>`;
      byTag.set(tag, [...(byTag.get(tag) ?? []), row]);
    }
  }
  const sections = [...byTag].map(([tag, rows]) => `<h2>${escape(tag)}</h2><table>${rows.join('')}</table>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Playhead API</title><style>${STYLE}</style><main><h1>Playhead API</h1>
<p>The machine-readable document is <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Make an API key under
Settings → API keys and send it as a bearer token:</p>
<pre>curl -H "Authorization: Bearer $PLAYHEAD_TOKEN" $PLAYHEAD_URL/api/videos</pre>
<p>An error has a status and a body <code>{ code, message, requestId, details? }</code>.</p>${sections.join('')}</main></html>`;
}

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#e4e4e7,#2e2e33);--bg:light-dark(#fff,#111113);--fg:light-dark(#18181b,#ececee);--dim:light-dark(#f4f4f5,#1d1d20)}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.55 "Inter Variable",Inter,system-ui,sans-serif}main{max-width:920px;margin:0 auto;padding:48px 24px 96px}
h1{font-size:28px;letter-spacing:-.02em}h2{margin:40px 0 8px;font-size:17px}table{width:100%;border-collapse:collapse}td{padding:8px 12px 8px 0;border-top:1px solid var(--line);vertical-align:top}
td:nth-child(2){white-space:nowrap}code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:var(--dim);padding:12px 16px;border-radius:8px;overflow:auto}.m{font-weight:600}
@media(max-width:640px){td{display:block;border:0;padding:2px 0}tr{display:block;border-top:1px solid var(--line);padding:8px 0}td:nth-child(2){white-space:normal;overflow-wrap:anywhere}}`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
