import type { CSSProperties } from 'react';

/** The colours of `web/styles/app.css`: inline for mail programs that know no style sheets, and again for the dark. */
const LIGHT = {
  page: '#f3f3f5',
  card: '#ffffff',
  line: '#e6e6ea',
  text: '#17171c',
  dim: '#5b5b66',
  accent: '#4f46e5',
  accentText: '#4338ca',
  accentSoft: '#eef0ff',
  warn: '#9a5b00',
  warnSoft: '#fff4df',
} as const;

/** Without quotation marks, which would be escaped: it is written into every element. */
export const FONT = 'Inter,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

const text = (fontSize: number, more: CSSProperties = {}): CSSProperties => ({
  margin: 0,
  fontFamily: FONT,
  fontSize,
  lineHeight: 1.5,
  color: LIGHT.text,
  overflowWrap: 'anywhere',
  ...more,
});

export const styles = {
  page: { margin: 0, padding: 0, backgroundColor: LIGHT.page, width: '100%' },
  outer: { padding: '24px 12px' },
  frame: { width: '100%', maxWidth: 560, margin: '0 auto' },
  brand: text(15, { fontWeight: 600, padding: '0 4px 16px', letterSpacing: '-0.01em' }),
  mark: { color: LIGHT.accent, paddingRight: 8 },
  heading: text(22, { fontWeight: 600, lineHeight: 1.3, letterSpacing: '-0.015em', padding: '0 4px 12px' }),
  lead: text(15, { color: LIGHT.dim, padding: '0 4px 16px' }),
  group: text(13, { fontWeight: 600, color: LIGHT.dim, padding: '16px 4px 8px' }),
  card: {
    backgroundColor: LIGHT.card,
    border: `1px solid ${LIGHT.line}`,
    borderRadius: 12,
    padding: '18px 20px',
  },
  gap: { height: 12, lineHeight: '12px', fontSize: 1 },
  title: text(15, { fontWeight: 600 }),
  detail: text(13, { color: LIGHT.dim, paddingTop: 1 }),
  words: text(15, {
    whiteSpace: 'pre-line',
    borderLeft: `3px solid ${LIGHT.line}`,
    padding: '2px 0 2px 12px',
    marginTop: 10,
  }),
  nextLine: { borderTop: `1px solid ${LIGHT.line}`, marginTop: 14, paddingTop: 14 },
  due: text(14, { fontWeight: 600, paddingTop: 12 }),
  urgent: text(14, {
    color: LIGHT.warn,
    backgroundColor: LIGHT.warnSoft,
    borderRadius: 8,
    padding: '8px 12px',
    marginBottom: 12,
  }),
  why: text(13, { color: LIGHT.dim, paddingTop: 10 }),
  buttonCell: { paddingTop: 16 },
  mainButton: text(15, {
    display: 'inline-block',
    fontWeight: 600,
    color: '#ffffff',
    backgroundColor: LIGHT.accent,
    borderRadius: 8,
    padding: '11px 20px',
    textDecoration: 'none',
  }),
  button: text(14, {
    display: 'inline-block',
    fontWeight: 600,
    color: LIGHT.accentText,
    backgroundColor: LIGHT.accentSoft,
    borderRadius: 8,
    padding: '9px 16px',
    textDecoration: 'none',
  }),
  more: text(14, { padding: '12px 4px 0', color: LIGHT.accentText }),
  code: text(30, { fontWeight: 600, letterSpacing: '0.14em', fontVariantNumeric: 'tabular-nums' }),
  paragraph: text(15, { paddingBottom: 12, whiteSpace: 'pre-line' }),
  footer: text(13, { color: LIGHT.dim, padding: '24px 4px 0' }),
  link: { color: LIGHT.accentText, textDecoration: 'underline', whiteSpace: 'nowrap' },
  titleLink: { color: LIGHT.accentText, textDecoration: 'none' },
} satisfies Record<string, CSSProperties>;

/** Dark as the app is dark. Outlook on the web marks what it darkens by itself with `data-ogs…`: it shall take ours. */
export const STYLE_SHEET = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #0e0e11 !important; }
    .card { background-color: #1a1a1f !important; border-color: #26262d !important; }
    .text { color: #f0f0f3 !important; }
    .dim { color: #a6a6b1 !important; }
    .rule { border-color: #37373f !important; }
    .mark { color: #7c7ff5 !important; }
    .main-button { background-color: #6063ef !important; color: #ffffff !important; }
    .button { background-color: #20213c !important; color: #a9acff !important; }
    .link { color: #a9acff !important; }
    .urgent { background-color: #2e2413 !important; color: #f0b64d !important; }
  }
  [data-ogsc] .text { color: #f0f0f3 !important; }
  [data-ogsc] .dim { color: #a6a6b1 !important; }
  [data-ogsb] .card { background-color: #1a1a1f !important; }
  @media (max-width: 480px) {
    .heading { font-size: 20px !important; }
    .card { padding: 16px !important; }
    .main-button { display: block !important; text-align: center !important; }
  }
`;
