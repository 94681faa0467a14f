import type { ApiKeyScope, Role } from './people.ts';
import type { ShareAllows } from './share-links.ts';

/**
 * The one policy table: may X do Y. Two questions, asked in this order:
 * 1. `ROUTE_POLICY`: may this kind of caller use the route at all (asked for every route before its verb runs).
 * 2. The object rules below: may this actor do it to this object (asked by the verb, which knows the object).
 * A route without an entry is refused, and a test that walks all routes × callers fails.
 */
export interface RoutePolicy {
  /** The least role; `public` needs no sign-in; `token`: the signed token in the URL is the permission; `guest`: no member. */
  who: 'public' | 'token' | 'guest' | Role;
  /** What an API key needs; `session`: API keys are refused. */
  apiKey: ApiKeyScope | 'session';
  /** What a guest's link must allow; absent: guests are refused. */
  guest?: 'view' | 'comment' | 'approve' | 'download' | 'transcript';
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
    | 'member.manage'
    | 'series.view'
    | 'series.manage';
}

const PUBLIC: RoutePolicy = { who: 'public', apiKey: 'read' };
/** Of a share link: the token in the request is the permission. */
const BY_LINK: RoutePolicy = { who: 'public', apiKey: 'session', guest: 'view' };

/** Keys: `<feature>.<procedure>` of the contract, or `METHOD /path` of an ordinary route. */
export const ROUTE_POLICY: Record<string, RoutePolicy> = {
  'accounts.system': { ...PUBLIC, guest: 'view' },
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
  'peopleTime.mine': { who: 'member', apiKey: 'read', object: 'own' },
  'peopleTime.update': { who: 'member', apiKey: 'session', object: 'own' },
  'peopleTime.addAway': { who: 'member', apiKey: 'write', object: 'own' },
  'peopleTime.removeAway': { who: 'member', apiKey: 'write', object: 'own' },
  'peopleTime.addCalendar': { who: 'member', apiKey: 'session', object: 'own' },
  'peopleTime.refreshCalendar': { who: 'member', apiKey: 'session', object: 'own' },
  'peopleTime.removeCalendar': { who: 'member', apiKey: 'session', object: 'own' },
  'peopleTime.people': { who: 'member', apiKey: 'read' },
  'peopleTime.countries': { who: 'member', apiKey: 'read' },
  'peopleTime.defaults': { who: 'member', apiKey: 'read' },
  'peopleTime.updateDefaults': { who: 'admin', apiKey: 'session' },
  'channels.mine': { who: 'member', apiKey: 'session', object: 'own' },
  'channels.update': { who: 'member', apiKey: 'session', object: 'own' },
  'channels.addDevice': { who: 'member', apiKey: 'session', object: 'own' },
  'channels.removeDevice': { who: 'member', apiKey: 'session', object: 'own' },
  'channels.testDevice': { who: 'member', apiKey: 'session', object: 'own' },
  'webhooks.list': { who: 'admin', apiKey: 'session' },
  'webhooks.create': { who: 'admin', apiKey: 'session' },
  'webhooks.test': { who: 'admin', apiKey: 'session' },
  'webhooks.remove': { who: 'admin', apiKey: 'session' },
  'spaces.list': { who: 'member', apiKey: 'read' },
  'spaces.get': { who: 'member', apiKey: 'read', object: 'space.view' },
  'spaces.create': { who: 'member', apiKey: 'write' },
  'spaces.update': { who: 'member', apiKey: 'write', object: 'space.manage' },
  'series.list': { who: 'member', apiKey: 'read' },
  'series.get': { who: 'member', apiKey: 'read', object: 'series.view' },
  'series.create': { who: 'member', apiKey: 'write' },
  'series.update': { who: 'member', apiKey: 'write', object: 'series.manage' },
  'series.skip': { who: 'member', apiKey: 'write', object: 'series.manage' },
  'series.remove': { who: 'member', apiKey: 'write', object: 'series.manage' },
  'series.editions': { who: 'member', apiKey: 'read', object: 'series.view' },
  'series.edition': { who: 'member', apiKey: 'read', object: 'series.view' },
  'series.mine': { who: 'member', apiKey: 'read', object: 'own' },
  'series.answer': { who: 'member', apiKey: 'write', object: 'own' },
  'spaces.remove': { who: 'member', apiKey: 'write', object: 'space.manage' },
  'groups.list': { who: 'member', apiKey: 'read' },
  'groups.create': { who: 'admin', apiKey: 'write' },
  'groups.update': { who: 'admin', apiKey: 'write' },
  'groups.remove': { who: 'admin', apiKey: 'write' },
  'videos.list': { who: 'member', apiKey: 'read' },
  'videos.get': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'videos.update': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.remove': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.restore': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.versions': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'videos.changes': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'videos.makeCurrent': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.removeVersion': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'videos.restoreVersion': { who: 'member', apiKey: 'write', object: 'video.edit' },
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
  'playback.get': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'playback.transcript': { who: 'member', apiKey: 'read', guest: 'transcript', object: 'video.view' },
  'playback.strokes': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'playback.reportWatched': { who: 'member', apiKey: 'write', guest: 'view', object: 'video.view' },
  'playback.viewers': { who: 'member', apiKey: 'read', object: 'video.view' },
  'comments.list': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'comments.get': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'comments.create': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'comments.update': { who: 'member', apiKey: 'write', guest: 'comment', object: 'comment.edit' },
  'comments.history': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'comments.triage': { who: 'member', apiKey: 'write', object: 'video.view' },
  'comments.react': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'comments.listReactions': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'comments.addReaction': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'comments.removeReaction': { who: 'member', apiKey: 'write', guest: 'comment', object: 'own' },
  'comments.remove': { who: 'member', apiKey: 'write', guest: 'comment', object: 'comment.remove' },
  'comments.restore': { who: 'member', apiKey: 'write', guest: 'comment', object: 'comment.remove' },
  'comments.resolve': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'comments.reopen': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'attachments.create': { who: 'member', apiKey: 'write', guest: 'comment', object: 'video.view' },
  'attachments.complete': { who: 'member', apiKey: 'write', guest: 'comment', object: 'own' },
  'attachments.get': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'attachments.remove': { who: 'member', apiKey: 'write', guest: 'comment', object: 'own' },
  'acknowledgements.ledger': { who: 'member', apiKey: 'read', guest: 'view', object: 'video.view' },
  'acknowledgements.ask': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'acknowledgements.acknowledge': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'acknowledgements.answer': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'acknowledgements.takeBack': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'acknowledgements.withdraw': { who: 'member', apiKey: 'write', object: 'request.withdraw' },
  'reminders.ofVideo': { who: 'member', apiKey: 'read', object: 'video.edit' },
  'reminders.policy': { who: 'member', apiKey: 'read' },
  'reminders.updatePolicy': { who: 'admin', apiKey: 'session' },
  'reminders.myManager': { who: 'member', apiKey: 'read', object: 'own' },
  'reminders.chooseManager': { who: 'member', apiKey: 'session', object: 'own' },
  'insights.get': { who: 'member', apiKey: 'read', object: 'video.edit' },
  'acknowledgements.change': { who: 'member', apiKey: 'write', object: 'request.withdraw' },
  'acknowledgements.withdrawOpen': { who: 'member', apiKey: 'write', object: 'request.withdraw' },
  'acknowledgements.acknowledgeMany': { who: 'member', apiKey: 'write', object: 'request.answer' },
  'asks.count': { who: 'member', apiKey: 'read', object: 'own' },
  'asks.mine': { who: 'member', apiKey: 'read', object: 'own' },
  'asks.made': { who: 'member', apiKey: 'read', object: 'own' },
  'asks.matrix': { who: 'member', apiKey: 'read', object: 'video.view' },
  'asks.load': { who: 'admin', apiKey: 'read' },
  'asks.responseTimes': { who: 'member', apiKey: 'read' },
  'ledger.list': { who: 'admin', apiKey: 'read' },
  'notifications.list': { who: 'member', apiKey: 'read', object: 'own' },
  'notifications.counts': { who: 'member', apiKey: 'read', object: 'own' },
  'notifications.markRead': { who: 'member', apiKey: 'write', object: 'own' },
  'notifications.markDone': { who: 'member', apiKey: 'write', object: 'own' },
  'notifications.undo': { who: 'member', apiKey: 'write', object: 'own' },
  'notifications.snooze': { who: 'member', apiKey: 'write', object: 'own' },
  'notifications.preferences': { who: 'member', apiKey: 'read', object: 'own' },
  'notifications.setPreferences': { who: 'member', apiKey: 'session', object: 'own' },
  'notifications.setSpaceLevel': { who: 'member', apiKey: 'session', object: 'space.view' },
  'notifications.sent': { who: 'member', apiKey: 'read', object: 'own' },
  'notifications.troubled': { who: 'admin', apiKey: 'read' },
  'notifications.retry': { who: 'admin', apiKey: 'session' },
  'search.find': { who: 'member', apiKey: 'read' },
  'shareLinks.list': { who: 'member', apiKey: 'read', object: 'video.edit' },
  'shareLinks.guests': { who: 'member', apiKey: 'read', object: 'video.edit' },
  'shareLinks.create': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'shareLinks.askGuests': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'shareLinks.update': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'shareLinks.revoke': { who: 'member', apiKey: 'write', object: 'video.edit' },
  'shareLinks.preview': BY_LINK,
  'shareLinks.requestCode': BY_LINK,
  'shareLinks.open': BY_LINK,
  'shareLinks.answer': { who: 'guest', apiKey: 'session', guest: 'approve' },
  'together.get': { who: 'member', apiKey: 'read', guest: 'comment', object: 'video.view' },
  'together.start': { who: 'member', apiKey: 'session', object: 'video.view' },
  'together.join': { who: 'member', apiKey: 'session', guest: 'comment', object: 'video.view' },
  'together.beHere': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'together.report': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'together.send': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'together.takeLead': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'together.leave': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'together.end': { who: 'member', apiKey: 'session', object: 'own' },
  'GET /healthz': PUBLIC,
  'GET /readyz': PUBLIC,
  'GET /api/openapi.json': PUBLIC,
  'GET /api/docs': PUBLIC,
  'ALL /api/auth/*': PUBLIC,
  'GET /events': { who: 'member', apiKey: 'read', guest: 'view' },
  'GET /events/together': { who: 'member', apiKey: 'session', guest: 'comment', object: 'own' },
  'GET /media/:token/*': { who: 'token', apiKey: 'read' },
  'GET /unsubscribe/:token': { who: 'token', apiKey: 'read' },
  'POST /unsubscribe/:token': { who: 'token', apiKey: 'read' },
  'ALL /storage/*': { who: 'token', apiKey: 'read' },
  'GET /*': PUBLIC,
};

const RANK: Record<Role, number> = { member: 1, admin: 2, owner: 3 };

/** True where `role` is at least `least`. */
export function hasRole(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}

/** What a share link gives to whoever comes by it. */
export interface ShareGrant extends ShareAllows {
  linkId: string;
  /** The first version of the one video that it gives. */
  videoId: string;
}

/** A person with an account, as far as the rules care. */
export interface MemberFacts {
  kind: 'member';
  userId: string;
  role: Role;
  /** Null with a session: it may do all that its person may. */
  scopes: readonly ApiKeyScope[] | null;
}

/** Somebody without an account, under a share link: no role, and one video. */
export interface GuestFacts {
  kind: 'guest';
  userId: string;
  scopes: null;
  grant: ShareGrant;
}

export type ActorFacts = MemberFacts | GuestFacts;

const isAdmin = (actor: ActorFacts): boolean => actor.kind === 'member' && hasRole(actor.role, 'admin');

/** True where the link of a guest gives what a route needs. */
export function grantAllows(grant: ShareAllows, what: NonNullable<RoutePolicy['guest']>): boolean {
  return {
    view: true,
    comment: grant.canComment,
    approve: grant.canApprove,
    download: grant.canDownload,
    transcript: grant.canSeeTranscript,
  }[what];
}

/** The first question. A missing actor has not signed in. */
export function mayUseRoute(
  route: string,
  actor: ActorFacts | null,
): 'yes' | 'unauthenticated' | 'forbidden' {
  const policy = ROUTE_POLICY[route];
  if (!policy) return 'forbidden';
  if (actor?.kind === 'guest')
    return policy.guest !== undefined && grantAllows(actor.grant, policy.guest) ? 'yes' : 'forbidden';
  if (policy.who === 'public' || policy.who === 'token') return 'yes';
  if (!actor) return 'unauthenticated';
  if (policy.who === 'guest' || !hasRole(actor.role, policy.who)) return 'forbidden';
  if (actor.scopes === null) return 'yes';
  return policy.apiKey !== 'session' && actor.scopes.includes(policy.apiKey) ? 'yes' : 'forbidden';
}

/**
 * Open spaces and videos on no shelf are the workspace's; a private space is its members' (and the video's author's).
 * A guest has the video of the link, in all its versions, and no other.
 */
export function canViewVideo(
  actor: ActorFacts,
  video: {
    id: string;
    /** The first version, where it is a later one. */
    versionOf: string | null;
    authorId: string;
    firstAuthorId: string | null;
    space: { visibility: 'open' | 'private'; isMember: boolean } | null;
  },
): boolean {
  if (actor.kind === 'guest') return actor.grant.videoId === (video.versionOf ?? video.id);
  return isAuthor(actor, video) || video.space === null || canViewSpace(actor, video.space);
}

export function canViewSpace(
  actor: ActorFacts,
  space: { visibility: 'open' | 'private'; isMember: boolean },
): boolean {
  return actor.kind === 'member' && (space.visibility === 'open' || space.isMember);
}

/** Who made the version that is seen, or the first one: the video is theirs. */
interface Authored {
  authorId: string;
  /** Null on the first version. */
  firstAuthorId: string | null;
}

const isAuthor = (actor: ActorFacts, video: Authored): boolean =>
  video.authorId === actor.userId || video.firstAuthorId === actor.userId;

/** Its authors, and admins who can view it. */
export function canEditVideo(actor: ActorFacts, video: Authored): boolean {
  return isAuthor(actor, video) || isAdmin(actor);
}

export function canManageSpace(actor: ActorFacts, space: { createdBy: string }): boolean {
  return space.createdBy === actor.userId || isAdmin(actor);
}

export function canManageSeries(actor: ActorFacts, series: { createdBy: string }): boolean {
  return series.createdBy === actor.userId || isAdmin(actor);
}

/** Nobody edits another's words, not even the owner. */
export function canEditComment(actor: ActorFacts, comment: { authorId: string }): boolean {
  return comment.authorId === actor.userId;
}

export function canRemoveComment(actor: ActorFacts, comment: { authorId: string }): boolean {
  return comment.authorId === actor.userId || isAdmin(actor);
}

/** Members resolve any thread that they see; a guest the ones that they began. */
export function canResolveThread(actor: ActorFacts, thread: { authorId: string }): boolean {
  return actor.kind === 'member' || thread.authorId === actor.userId;
}

export function canWithdrawRequest(
  actor: ActorFacts,
  request: { requestedBy: string; video: Authored },
): boolean {
  return request.requestedBy === actor.userId || isAuthor(actor, request.video) || isAdmin(actor);
}

/** Per-person watching is shown to the author, to who asked, and to admins; others see their own. */
export function canSeeWatching(actor: ActorFacts, video: Authored): boolean {
  return isAuthor(actor, video) || isAdmin(actor);
}

/** Admins manage members; only owners touch owners or make them. Nobody changes their own role. */
export function canManageMember(
  actor: ActorFacts,
  change: { targetId: string; targetRole: Role; newRole: Role | null },
): boolean {
  if (change.targetId === actor.userId || !isAdmin(actor)) return false;
  const touchesOwner = change.targetRole === 'owner' || change.newRole === 'owner';
  return !touchesOwner || (actor.kind === 'member' && actor.role === 'owner');
}
