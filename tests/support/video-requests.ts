import type { VideoRequest } from '#shared/video-requests.ts';
import { makeRecording, type TestPerson } from './factories.ts';
import type { ApiClient, TestBrowser } from './test-app.ts';

type NewRequest = Parameters<ApiClient['videoRequests']['create']>[0];

export interface Asked {
  request: VideoRequest;
  /** Of the link. */
  token: string;
}

/** A request to a guest, with the token of its link. */
export async function askByLink(sender: TestPerson, more: Partial<NewRequest> = {}): Promise<Asked> {
  const { request, url } = await sender.api.videoRequests.create({
    title: 'How do you use it?',
    hasGuestLink: true,
    ...more,
  });
  const token = url?.split('/r/')[1];
  if (!token) throw new Error(`no link in ${url}`);
  return { request, token };
}

/** Comes in by the link, and stays on the page of the request. */
export async function beAsked(
  { request, token }: Asked,
  browser: TestBrowser,
  name = 'Gus Guest',
): Promise<TestBrowser> {
  await browser.api.videoRequests.open({ token, name });
  return browser.askedBy(request.id);
}

/** A finished recording of one segment, by a member or a guest. */
export async function recordTake(person: TestBrowser, segments = 1) {
  const recording = await makeRecording({ ...person, id: '', email: '' }, segments);
  await person.api.recordings.finish({ id: recording.id, mediaCount: segments, durationMs: segments * 2000 });
  return recording;
}
