import { ROUTE_POLICY, type RoutePolicy } from './route-policy.ts';
import type { ApiKeyScope, Role } from './people.ts';
import type { ShareAllows } from './share-links.ts';

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

/** Somebody without an account under the link of a video request: what they record for it, and nothing else. */
export interface RespondentFacts {
  kind: 'respondent';
  userId: string;
  scopes: null;
  requestId: string;
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
  actor: ActorFacts | RespondentFacts | null,
): 'yes' | 'unauthenticated' | 'forbidden' {
  const policy = ROUTE_POLICY[route];
  if (!policy) return 'forbidden';
  if (actor?.kind === 'respondent') return policy.respondent === true ? 'yes' : 'forbidden';
  if (actor?.kind === 'guest')
    return policy.guest !== undefined && grantAllows(actor.grant, policy.guest) ? 'yes' : 'forbidden';
  if (policy.who === 'public' || policy.who === 'token') return 'yes';
  if (!actor) return 'unauthenticated';
  if (policy.who === 'guest' || policy.who === 'respondent' || !hasRole(actor.role, policy.who))
    return 'forbidden';
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

/** Whoever raised it, whoever is to clear it, and who manages the series. */
export function canChangeBlocker(
  actor: ActorFacts,
  blocker: { raisedBy: string; ownerId: string | null; series: { createdBy: string } },
): boolean {
  const isTheirs = blocker.raisedBy === actor.userId || blocker.ownerId === actor.userId;
  return isTheirs || canManageSeries(actor, blocker.series);
}

/** Who asked, and admins, change and withdraw a video request, and see all of its answers. */
export function canManageVideoRequest(actor: ActorFacts, request: { createdBy: string }): boolean {
  return request.createdBy === actor.userId || isAdmin(actor);
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
