import type { VideoSlug } from '#shared/ids.ts';
import type { HeardMessage, LiveMessage, LiveSession, Participant, PlayState } from '#shared/together.ts';
import { ApiError, errorText, isCode } from '../../api/api-error.ts';
import { backoffMs } from '../../api/backoff.ts';
import { api } from '../../api/client.ts';
import { shareHeaders } from '../../api/share-link.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { showToast } from '../../ui/toast.tsx';
import { followPlayer } from './follow-player.ts';
import { leadPlayer } from './lead-player.ts';
import { LivePicture } from './live-picture.ts';
import { Outbox } from './outbox.ts';
import { SessionClock } from './session-clock.ts';
import { openSessionStream } from './session-stream.ts';

/** Answers that the clock is set by at the start. */
const CLOCK_QUESTIONS = 5;

export type TogetherTool = 'none' | 'laser' | 'pen';

export interface TogetherState {
  session: LiveSession;
  meId: Participant['id'];
  /** Of those who don’t lead: with the leader, or looking around alone. */
  isFollowing: boolean;
  isConnected: boolean;
  /** The browser played only without sound. */
  isMuted: boolean;
  tool: TogetherTool;
}

/**
 * This page in a live session: open ⇄ lost → open … → over. It leads or follows or looks around alone (roams); which of them is
 * what the server says of the lead, and what the person wants. A page that was out for long joins again by itself.
 */
export class TogetherSession {
  readonly picture = new LivePicture();
  readonly outbox = new Outbox((message) => this.#send(message));
  readonly #player: PlayerStore;
  readonly #onOver: (why: 'left' | 'ended') => void;
  readonly #clock = new SessionClock();
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: (() => void)[] = [];
  #state: TogetherState;
  #closeStream: () => void = () => undefined;
  #role: { name: 'leads' | 'follows' | 'roams'; stop: () => void; step?: () => void } | null = null;
  #isOver = false;
  #isJoining = false;

  constructor(
    player: PlayerStore,
    joined: { session: LiveSession; participantId: Participant['id'] },
    onOver: (why: 'left' | 'ended') => void,
  ) {
    this.#player = player;
    this.#onOver = onOver;
    this.#state = {
      session: joined.session,
      meId: joined.participantId,
      isFollowing: true,
      isConnected: true,
      isMuted: false,
      tool: 'none',
    };
    this.#stopListening.push(player.onCommand(() => this.#role?.name === 'follows' && this.roam()));
    const onHide = () => this.leave();
    window.addEventListener('pagehide', onHide);
    this.#stopListening.push(() => window.removeEventListener('pagehide', onHide));
    this.#openStream();
    void this.#setClock();
  }

  /** Starts a session on a video, or joins the one that runs. */
  static async enter(
    player: PlayerStore,
    how: { slug: VideoSlug } | { sessionId: LiveSession['id'] },
    onOver: (why: 'left' | 'ended') => void,
  ): Promise<TogetherSession> {
    const joined =
      'slug' in how
        ? await api.together.start({ slug: how.slug, positionMs: Math.round(player.frameStartMs()) })
        : await api.together.join({ sessionId: how.sessionId });
    return new TogetherSession(player, joined, onOver);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  get = (): TogetherState => this.#state;

  follow(): void {
    this.#change({ isFollowing: true });
    this.#takeRole();
    void this.#sayHere();
  }

  roam(): void {
    this.#change({ isFollowing: false });
    this.#takeRole();
    void this.#sayHere();
  }

  setTool(tool: TogetherTool): void {
    if (this.#state.tool === 'laser' && tool !== 'laser') this.laserOff();
    this.#change({ tool });
  }

  laserAt(x: number, y: number): void {
    const nowMs = performance.now();
    this.picture.hear(this.#state.meId, { type: 'laser', points: [[x, y, 0]] }, nowMs);
    this.outbox.point(x, y, nowMs);
  }

  laserOff(): void {
    this.picture.hear(this.#state.meId, { type: 'laser', points: [] }, performance.now());
    this.outbox.laserOff();
  }

  draw(object: Extract<LiveMessage, { type: 'ink' }>['object']): void {
    this.picture.hear(this.#state.meId, { type: 'ink', object }, performance.now());
    this.outbox.ink(object);
  }

  clearInk(): void {
    this.picture.hear(this.#state.meId, { type: 'clear' }, performance.now());
    this.outbox.clear();
  }

  async takeLead(): Promise<void> {
    const { meId, session } = this.#state;
    try {
      this.#hearSession(await api.together.takeLead({ participantId: meId, from: session.leaderId }));
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    }
  }

  /** Also while the page goes away, where no other request would still be sent. */
  leave(): void {
    if (this.#isOver) return;
    const path = `/api/together/participants/${this.#state.meId}/leave`;
    const headers = { 'content-type': 'application/json', ...shareHeaders(path) };
    void fetch(path, { method: 'POST', keepalive: true, headers, body: '{}' }).catch(() => undefined);
    this.#finish('left');
  }

  async end(): Promise<void> {
    try {
      await api.together.end({ sessionId: this.#state.session.id });
      this.#finish('ended');
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    }
  }

  #finish(why: 'left' | 'ended'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#closeStream();
    this.#role?.stop();
    for (const stop of this.#stopListening) stop();
    this.#onOver(why);
  }

  #openStream(): void {
    this.#closeStream = openSessionStream(this.#state.meId, {
      session: (session) => this.#hearSession(session),
      message: (heard) => this.#hearMessage(heard),
      ping: () => void this.#sayHere(),
      lost: () => this.#change({ isConnected: false }),
      gone: () => void this.#joinAgain(),
      ended: () => this.#finish('ended'),
    });
  }

  async #joinAgain(): Promise<void> {
    if (this.#isJoining) return;
    this.#isJoining = true;
    this.#change({ isConnected: false });
    this.#closeStream();
    for (let attempt = 0; !this.#isOver; attempt++) {
      try {
        const { id: sessionId } = this.#state.session;
        const { session, participantId } = await api.together.join({ sessionId });
        this.#isJoining = false;
        this.#change({ meId: participantId });
        this.#hearSession(session);
        this.#openStream();
        return;
      } catch (error) {
        const isFinal = error instanceof ApiError && error.status < 500 && error.code !== 'rate_limited';
        if (isFinal) return this.#finish('ended');
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
      }
    }
  }

  #hearSession(session: LiveSession): void {
    const { session: before, meId } = this.#state;
    // A snapshot may be older than a message that was quicker.
    const state = session.state.atMs >= before.state.atMs ? session.state : before.state;
    this.picture.keepOnly(session.participants.map(({ id }) => id));
    this.#change({ session: { ...session, state }, isConnected: true });
    this.#takeRole();
    if (before.leaderId === session.leaderId) return;
    const leader = session.participants.find(({ id }) => id === session.leaderId);
    if (session.leaderId === meId) showToast('You lead now: the others see what you see.');
    else if (before.leaderId === meId && leader) showToast(`${leader.person.name} leads now. You follow.`);
  }

  #hearMessage({ from, message }: HeardMessage): void {
    if (message.type !== 'state') return this.picture.hear(from, message, performance.now());
    const { session } = this.#state;
    if (from !== session.leaderId) return;
    this.#change({ session: { ...session, state: message.state }, isConnected: true });
    this.#role?.step?.();
  }

  #takeRole(): void {
    const { session, meId, isFollowing } = this.#state;
    const name = session.leaderId === meId ? 'leads' : isFollowing ? 'follows' : 'roams';
    if (this.#isOver || !this.#clock.isSet || this.#role?.name === name) return;
    this.#role?.stop();
    const nowMs = () => this.#clock.at(performance.now());
    if (name === 'leads') {
      const stop = leadPlayer(this.#player, { nowMs, report: (state) => this.#report(state) });
      this.#role = { name, stop };
      // Whoever gives the lead away follows, however they looked around before.
      this.#change({ isFollowing: true });
    } else if (name === 'follows') {
      const following = followPlayer(this.#player, {
        state: () => this.#state.session.state,
        nowMs,
        onMuted: () => this.#change({ isMuted: true }),
      });
      this.#role = { name, ...following };
    } else this.#role = { name, stop: () => undefined };
  }

  async #setClock(): Promise<void> {
    for (let i = 0; i < CLOCK_QUESTIONS && !this.#isOver; i++) await this.#sayHere();
    this.#takeRole();
  }

  /** “Still here”; the answer tells the time. */
  async #sayHere(): Promise<void> {
    const { meId, isFollowing } = this.#state;
    const sentMs = performance.now();
    try {
      const { nowMs } = await api.together.beHere({ participantId: meId, isFollowing });
      this.#clock.add(sentMs, performance.now(), nowMs);
      this.#takeRole();
    } catch (error) {
      const isOut = isCode(error, 'not_found') && meId === this.#state.meId && !this.#isOver;
      // The stream says so too, unless it is the stream that was lost.
      if (isOut && this.#state.isConnected) await this.#joinAgain();
    }
  }

  async #report(state: PlayState): Promise<void> {
    const { session } = this.#state;
    this.#change({ session: { ...session, state } });
    await api.together.report({ participantId: this.#state.meId, state });
  }

  #send(message: LiveMessage): Promise<unknown> {
    return this.#isOver ? Promise.resolve() : api.together.send({ participantId: this.#state.meId, message });
  }

  #change(change: Partial<TogetherState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
