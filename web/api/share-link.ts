/** The share link under which this page shows a video; null for members. A page is one or the other as long as it lives. */
let linkId: string | null = null;

/** The video request that this page answers, likewise. */
let requestId: string | null = null;

/** From now on all requests of this page are those of who was asked by the link of a video request. */
export function answerFor(id: string): void {
  requestId = id;
}

/** True where the page is that of somebody without an account who answers a video request. */
export function isAnswering(): boolean {
  return requestId !== null;
}

/** From now on all requests of this page are those of the link’s guest. */
export function actUnder(id: string): void {
  linkId = id;
}

export function shareLinkId(): string | null {
  return linkId;
}

/** Headers that every request to the API needs; the verbs that open a link are asked by nobody in particular. */
export function shareHeaders(path: string): Record<string, string> {
  const isOpening = /^\/api\/(share\/(preview|code|open)|requested\/(preview|open))$/.test(path);
  if (requestId !== null && !isOpening) return { 'x-video-request': requestId };
  return linkId === null || isOpening ? {} : { 'x-share-link': linkId };
}
