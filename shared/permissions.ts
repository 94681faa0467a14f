import type { ApiKeyScope, Role } from './people.ts';

/**
 * The one policy table: may X do Y. Two questions, asked in this order:
 * 1. `ROUTE_POLICY`: may this kind of caller use the route at all (asked for every route before its verb runs).
 * 2. The object rules below: may this actor do it to this object (asked by the verb, which knows the object).
 * A route without an entry is refused, and a test that walks all routes × callers fails.
 */
export interface RoutePolicy {
  /** The least role; `public` needs no sign-in; `token`: the signed token in the URL is the permission. */
  who: 'public' | 'token' | Role;
  /** What an API key needs; `session`: API keys are refused. */
  apiKey: ApiKeyScope | 'session';
  /** The object rule that the verb asks besides, for readers and for the walk. */
  object?:
    | 'video.view'
    | 'video.edit'
    | 'own'
    | 'space.view'
    | 'space.manage'
    | 'comment.edit'
    | 'comment.remove'
    | 'request.withdraw'
    | 'request.answer'
    | 'member.manage';
}

const PUBLIC: RoutePolicy = { who: 'public', apiKey: 'read' };

/** Keys: `<feature>.<procedure>` of the contract, or `METHOD /path` of an ordinary route. */
export const ROUTE_POLICY: Record<string, RoutePolicy> = {
  'accounts.system': PUBLIC,
  'accounts.setUp': { who: 'public', apiKey: 'session' },
  'accounts.me': { who: 'member', apiKey: 'read' },
  'accounts.updateMe': { who: 'member', apiKey: 'session', object: 'own' },
  'accounts.switchWorkspace': { who: 'member', apiKey: 'session', object: 'own' },
  'apiKeys.list': { who: 'member', apiKey: 'session', object: 'own' },
  'apiKeys.create': { who: 'member', apiKey: 'session', object: 'own' },
  'apiKeys.revoke': { who: 'member', apiKey: 'session', object: 'own' },
  'members.list': { who: 'member', apiKey: 'read' },
  'members.changeRole': { who: 'admin', apiKey: 'session', object: 'member.manage' },
  'members.remove': { who: 'admin', apiKey: 'session', object: 'member.manage' },
  'members.updateWorkspace': { who: 'admin', apiKey: 'session' },
  'invitations.list': { who: 'admin', apiKey: 'session' },
  'invitations.create': { who: 'admin', apiKey: 'session' },
  'invitations.revoke': { who: 'admin', apiKey: 'session' },
  'invitations.preview': PUBLIC,
  'invitations.accept': { who: 'public', apiKey: 'session' },
  'spaces.list': { who: 'member', apiKey: 'read' },
  'spaces.get': { who: 'member', apiKey: 'read', object: 'space.view' },
  'spaces.create': { who: 'member', apiKey: 'write' },
  'spaces.update': { who: 'member', apiKey: 'write', object: 'space.manage' },
  'spaces.remove': { who: 'member', apiKey: 'write', object: 'space.manage' },
  'videos.list': { who: 'member', apiKey: 'read' },
  'videos.get': { who: 'member', apiKey: 'read', object: 'video.view' },
  'videos.update': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.remove': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.restore': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.retry': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'recordings.create': { who: 'member', apiKey: 'write' },
  'recordings.get': { who: 'member', apiKey: 'read', object: 'own' },
  'recordings.describe': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.signSegments': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.confirmSegment': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.heartbeat': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.finish': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.withdraw': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.saveStrokes': { who: 'member', apiKey: 'write', object: 'own' },
  'recordings.discard': { who: 'member', apiKey: 'write', object: 'own' },
  'uploads.create': { who: 'member', apiKey: 'write' },
  'uploads.signParts': { who: 'member', apiKey: 'write', object: 'own' },
  'uploads.listParts': { who: 'member', apiKey: 'read', object: 'own' },
  'uploads.complete': { who: 'member', apiKey: 'write', object: 'own' },
  'uploads.abort': { who: 'member', apiKey: 'write', object: 'own' },
  'playback.get': { who: 'member', apiKey: 'read', object: 'video.view' },
  'playback.transcript': { who: 'member', apiKey: 'read', object: 'video.view' },
  'playback.strokes': { who: 'member', apiKey: 'read', object: 'video.view' },
  'playback.reportWatched': { who: 'member', apiKey: 'write', object: 'video.view' },
  'playback.viewers': { who: 'member', apiKey: 'read', object: 'video.view' },
  'comments.list': { who: 'member', apiKey: 'read', object: 'video.view' },
  'comments.create': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.update': { who: 'member', apiKey: 'write', object: 'comment.edit' },
  'comments.history': { who: 'member', apiKey: 'read', object: 'video.view' },
  'comments.triage': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.react': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.listReactions': { who: 'member', apiKey: 'read', object: 'video.view' },
  'comments.addReaction': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.removeReaction': { who: 'member', apiKey: 'write', object: 'own' },
  'comments.remove': { who: 'member', apiKey: 'write', object: 'comment.remove' },
  'comments.restore': { who: 'member', apiKey: 'write', object: 'comment.remove' },
  'comments.resolve': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.reopen': { who: 'member', apiKey: 'write', object: 'video.view' },
  'acknowledgements.ledger': { who: 'member', apiKey: 'read', object: 'video.view' },
  'acknowledgements.ask': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'acknowledgements.acknowledge': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'acknowledgements.takeBack': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'acknowledgements.withdraw': { who: 'member', apiKey: 'write', object: 'request.withdraw' },
  'search.find': { who: 'member', apiKey: 'read' },
  'GET /healthz': PUBLIC,
  'GET /readyz': PUBLIC,
  'GET /api/openapi.json': PUBLIC,
  'GET /api/docs': PUBLIC,
  'ALL /api/auth/*': PUBLIC,
  'GET /events': { who: 'member', apiKey: 'read' },
  'GET /media/:token/*': { who: 'token', apiKey: 'read' },
  'ALL /storage/*': { who: 'token', apiKey: 'read' },
  'GET /*': PUBLIC,
};

const RANK: Record<Role, number> = { member: 1, admin: 2, owner: 3 };

/** True where `role` is at least `least`. */
export function hasRole(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}

/** Whoever asks, as far as the rules care. */
export interface ActorFacts {
  userId: string;
  role: Role;
  /** Null with a session: it may do all that its person may. */
  scopes: readonly ApiKeyScope[] | null;
}

/** The first question. A missing actor has not signed in. */
export function mayUseRoute(
  route: string,
  actor: ActorFacts | null,
): 'yes' | 'unauthenticated' | 'forbidden' {
  const policy = ROUTE_POLICY[route];
  if (!policy) return 'forbidden';
  if (policy.who === 'public' || policy.who === 'token') return 'yes';
  if (!actor) return 'unauthenticated';
  if (!hasRole(actor.role, policy.who)) return 'forbidden';
  if (actor.scopes === null) return 'yes';
  return policy.apiKey !== 'session' && actor.scopes.includes(policy.apiKey) ? 'yes' : 'forbidden';
}

/** Open spaces and videos on no shelf are the workspace's; a private space is its members' (and the video's author's). */
export function canViewVideo(
  actor: ActorFacts,
  video: { authorId: string; space: { visibility: 'open' | 'private'; isMember: boolean } | null },
): boolean {
  return video.authorId === actor.userId || video.space === null || canViewSpace(actor, video.space);
}

export function canViewSpace(
  _actor: ActorFacts,
  space: { visibility: 'open' | 'private'; isMember: boolean },
): boolean {
  return space.visibility === 'open' || space.isMember;
}

/** Its author, and admins who can view it. */
export function canEditVideo(actor: ActorFacts, video: { authorId: string }): boolean {
  return video.authorId === actor.userId || hasRole(actor.role, 'admin');
}

export function canManageSpace(actor: ActorFacts, space: { createdBy: string }): boolean {
  return space.createdBy === actor.userId || hasRole(actor.role, 'admin');
}

/** Nobody edits another's words, not even the owner. */
export function canEditComment(actor: ActorFacts, comment: { authorId: string }): boolean {
  return comment.authorId === actor.userId;
}

export function canRemoveComment(actor: ActorFacts, comment: { authorId: string }): boolean {
  return comment.authorId === actor.userId || hasRole(actor.role, 'admin');
}

export function canWithdrawRequest(
  actor: ActorFacts,
  request: { requestedBy: string; videoAuthorId: string },
): boolean {
  return (
    request.requestedBy === actor.userId ||
    request.videoAuthorId === actor.userId ||
    hasRole(actor.role, 'admin')
  );
}

/** Per-person watching is shown to the author, to who asked, and to admins; others see their own. */
export function canSeeWatching(actor: ActorFacts, video: { authorId: string }): boolean {
  return video.authorId === actor.userId || hasRole(actor.role, 'admin');
}

/** Admins manage members; only owners touch owners or make them. Nobody changes their own role. */
export function canManageMember(
  actor: ActorFacts,
  change: { targetId: string; targetRole: Role; newRole: Role | null },
): boolean {
  if (change.targetId === actor.userId || !hasRole(actor.role, 'admin')) return false;
  const touchesOwner = change.targetRole === 'owner' || change.newRole === 'owner';
  return !touchesOwner || actor.role === 'owner';
}
