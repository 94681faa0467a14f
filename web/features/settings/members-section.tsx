import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { hasRole } from '#shared/permissions.ts';
import type { Invitation, Member, Role } from '#shared/people.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, inputClass, SelectField, TextField } from '../../ui/field.tsx';
import { Badge, ErrorState, Skeleton } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { PersonTimeLine } from '../people-time/person-time-line.tsx';
import { listClass, rowClass, Section } from './section.tsx';

const failed = (error: unknown) => showToast(errorText(error).message, { isError: true });
const again = () => {
  void queryClient.invalidateQueries({ queryKey: queries.members.key() });
  void queryClient.invalidateQueries({ queryKey: queries.invitations.key() });
};

export function MembersSection() {
  const me = useQuery(queries.accounts.me.queryOptions());
  const members = useQuery(queries.members.list.queryOptions());
  const isAdmin = me.data ? hasRole(me.data.role, 'admin') : false;
  if (members.error) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <>
      {isAdmin && <InviteSection />}
      <Section title="Members">
        <ul className={listClass}>
          {!members.data && <Skeleton className="m-3 h-8" />}
          {members.data?.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isMe={member.id === me.data?.user.id}
              myRole={me.data?.role ?? 'member'}
            />
          ))}
        </ul>
      </Section>
    </>
  );
}

function MemberRow({ member, isMe, myRole }: { member: Member; isMe: boolean; myRole: Role }) {
  const [isAsking, setAsking] = useState(false);
  const canManage = !isMe && hasRole(myRole, 'admin') && (member.role !== 'owner' || myRole === 'owner');
  return (
    <li className={rowClass}>
      <Avatar name={member.name} size="large" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {member.name} {isMe && <span className="font-normal text-faint">(you)</span>}
        </p>
        <p className="truncate text-[0.8125rem] text-dim">{member.email}</p>
        {!isMe && (
          <p className="text-[0.8125rem] text-dim">
            <PersonTimeLine userId={member.id} name={member.name} />
          </p>
        )}
      </div>
      {canManage ? (
        <>
          <select
            aria-label={`Role of ${member.name}`}
            className={cx(inputClass.replace('w-full', 'w-28'), 'h-9')}
            value={member.role}
            onChange={(event) =>
              void api.members
                .changeRole({ userId: member.id, role: event.target.value as Role })
                .then(again, failed)
            }
          >
            {myRole === 'owner' && <option value="owner">Owner</option>}
            <option value="admin">Admin</option>
            <option value="member">Member</option>
          </select>
          <Button size="small" look="danger" onClick={() => setAsking(true)}>
            Remove
          </Button>
        </>
      ) : (
        <Badge>{member.role}</Badge>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Remove ${member.name}?`}
        description="They lose access at once and their API keys end. What they made stays."
      >
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button
            look="danger"
            onClick={() => void api.members.remove({ userId: member.id }).then(again, failed)}
          >
            Remove
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

function InviteSection() {
  const invitations = useQuery(queries.invitations.list.queryOptions());
  const system = useQuery(queries.accounts.system.queryOptions());
  const [made, setMade] = useState<Invitation | null>(null);
  const form = useForm(async ({ email = '', role }) => {
    setMade(await api.invitations.create({ email, role: role === 'admin' ? 'admin' : 'member' }));
    again();
  });
  return (
    <Section
      title="Invite"
      text={
        system.data?.emailDelivery === 'smtp'
          ? 'They get an e-mail; you can also send them the link yourself.'
          : 'Send them the link yourself: no e-mail service is set up here.'
      }
    >
      <form
        key={made?.id}
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => void form.onSubmit(event)}
      >
        <TextField label="E-mail" name="email" type="email" required className="min-w-56 flex-1" />
        <SelectField label="Role" name="role" className="w-32">
          <option value="member">Member</option>
          <option value="admin">Admin</option>
        </SelectField>
        <Button type="submit" look="primary" className="h-10" isBusy={form.isBusy}>
          Invite
        </Button>
      </form>
      <div className="mt-3">
        <FormError>{form.error}</FormError>
      </div>
      {(invitations.data?.length ?? 0) > 0 && (
        <ul className={cx(listClass, 'mt-4')} aria-label="Open invitations">
          {invitations.data?.map((invitation) => (
            <li key={invitation.id} className={cx(rowClass, invitation.id === made?.id && 'bg-accent-soft')}>
              <div className="min-w-0 flex-1 max-sm:basis-full">
                <p className="truncate font-medium">{invitation.email}</p>
                <p className="text-[0.8125rem] text-dim">
                  {invitation.role} · until {shortTime(invitation.expiresAt)}
                </p>
              </div>
              <CopyButton
                text={invitation.url}
                label="Copy invitation link"
                look={invitation.id === made?.id ? 'primary' : 'secondary'}
              />
              <Button
                look="danger"
                onClick={() => void api.invitations.revoke({ id: invitation.id }).then(again, failed)}
              >
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
