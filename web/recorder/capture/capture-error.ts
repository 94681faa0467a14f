/** Why capturing is not possible, and what to do about it. */
export class CaptureError extends Error {
  override name = 'CaptureError';
}

export type Browser = 'chromium' | 'firefox' | 'safari';

export function browserOf(userAgent: string): Browser {
  if (/firefox|fxios/i.test(userAgent)) return 'firefox';
  return /safari/i.test(userAgent) && !/chrom(e|ium)|crios|edg/i.test(userAgent) ? 'safari' : 'chromium';
}

export type Asked = 'screen' | 'camera' | 'microphone' | 'camera and microphone';

const ALLOW: Record<Browser, string> = {
  chromium: 'Click the symbol left of the address, set it to Allow, and try again.',
  firefox: 'Click the crossed-out symbol left of the address, remove the block, and try again.',
  safari: 'Open Safari ▸ Settings for this website, set it to Allow, and try again.',
};

/** One sentence for each way in which capturing fails, and what to do in this browser. */
export function captureSentence(
  error: { name: string; message: string },
  asked: Asked,
  browser: Browser,
): string {
  if (asked === 'screen') {
    const isSystem = /system/i.test(error.message);
    if (error.name === 'NotAllowedError' && isSystem)
      return 'The system does not let this browser record the screen. Allow it in the system’s privacy settings under screen recording, restart the browser, and try again.';
    if (error.name === 'NotAllowedError' || error.name === 'AbortError')
      return 'Nothing was chosen to share. Press Start recording once more and pick a screen, a window or a tab.';
    if (error.name === 'NotReadableError')
      return 'That window or screen can’t be captured right now. Choose another one, or close what protects it, and try again.';
    return 'The browser could not start sharing the screen. Try again; if it stays so, restart the browser.';
  }
  const both = asked === 'camera and microphone';
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return `The browser was not allowed to use the ${asked}. ${ALLOW[browser]}`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return both
        ? 'No camera or no microphone was found. Plug it in, or choose to record without it.'
        : `No ${asked} was found. Plug one in, or choose to record without it.`;
    case 'NotReadableError':
    case 'AbortError':
      return `The ${asked} can’t be opened: another program is probably using it. Close that program${browser === 'firefox' ? ' or the other tab' : ''}, then try again.`;
    default:
      return `The ${asked} could not be started. Unplug it and plug it in again, then try once more.`;
  }
}
