import type { AppContext, ViewerContext } from '#server/context.ts';
import type { PublishedEvent } from '#server/events/publish.ts';
import { commentFacts, presentFacts, type CommentFacts } from '#server/features/comments/index.ts';
import type { HeardEvent } from '#shared/events.ts';

/** Events whose facts are kept: pages of one process hear of one within moments. */
const MOST_KEPT = 200;

/** What an event is about, read once for all the pages of this process, however many there are. */
export class News {
  readonly #facts = new Map<number, Promise<CommentFacts | null>>();

  /** The event with the comment as this viewer sees it; without one where it is out of sight, or is a matter of the list. */
  async of(ctx: ViewerContext, { id, event }: PublishedEvent): Promise<HeardEvent> {
    // Whose else it is about is nobody’s business.
    if (event.type === 'inbox.changed') return { ...event, userIds: null };
    if (event.type !== 'comment.changed' || event.withReplies) return event;
    const facts = await this.#read(ctx, id, event.commentId);
    const [comment] = facts ? presentFacts(ctx, facts) : [];
    return comment ? { ...event, comment } : event;
  }

  #read(ctx: AppContext, eventId: number, commentId: string): Promise<CommentFacts | null> {
    const known = this.#facts.get(eventId);
    if (known) return known;
    // Without the facts pages ask for themselves.
    const facts = commentFacts(ctx, commentId).catch(() => null);
    this.#facts.set(eventId, facts);
    const [oldest] = this.#facts.keys();
    if (this.#facts.size > MOST_KEPT && oldest !== undefined) this.#facts.delete(oldest);
    return facts;
  }
}
