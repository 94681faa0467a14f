CREATE TABLE "video_silences" (
	"video_id" uuid PRIMARY KEY NOT NULL,
	"ranges" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_retention" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"keep_months" integer,
	"set_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blockers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"series_id" uuid NOT NULL,
	"raised_in" uuid NOT NULL,
	"raised_by" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"text" text NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" uuid
);
--> statement-breakpoint
CREATE TABLE "entry_comments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"entry_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"body" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "entry_decisions" (
	"entry_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	CONSTRAINT "entry_decisions_entry_id_request_id_pk" PRIMARY KEY("entry_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "series_audiences" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"series_id" uuid NOT NULL,
	"group_id" uuid,
	"space_id" uuid,
	"part" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catch_ups" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"caught_up_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "catch_ups_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "shown_entries" (
	"entry_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"shown_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shown_entries_entry_id_user_id_pk" PRIMARY KEY("entry_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "video_request_guests" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"link_revision" integer NOT NULL,
	"email" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "video_request_guests_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "video_request_lines" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"request_id" uuid NOT NULL,
	"user_id" uuid,
	"guest_id" uuid,
	"due_at" timestamp (3) with time zone,
	"due_revision" integer DEFAULT 0 NOT NULL,
	"remind_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"declined_at" timestamp (3) with time zone,
	"word" text,
	"video_id" uuid
);
--> statement-breakpoint
CREATE TABLE "video_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"title" text NOT NULL,
	"note" text,
	"thanks" text NOT NULL,
	"about_video_id" uuid,
	"token_hash" text,
	"link_revision" integer DEFAULT 0 NOT NULL,
	"link_expires_at" timestamp (3) with time zone,
	"link_revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "video_requests_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
DROP INDEX "notifications_asks_idx";--> statement-breakpoint
ALTER TABLE "ledger_entries" ALTER COLUMN "video_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "recorded_by" uuid;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "summary" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "guest_answers" ADD COLUMN "option" text;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "rhythm" jsonb;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "speaker_id" uuid;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "is_turn_taken" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "planned_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "series_people" ADD COLUMN "added_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "update_series" ADD COLUMN "is_private" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "update_series" ADD COLUMN "asks_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "update_series" ADD COLUMN "rotation" uuid[];--> statement-breakpoint
ALTER TABLE "video_silences" ADD CONSTRAINT "video_silences_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_retention" ADD CONSTRAINT "ledger_retention_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_retention" ADD CONSTRAINT "ledger_retention_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_series_id_update_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."update_series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_raised_in_editions_id_fk" FOREIGN KEY ("raised_in") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_raised_by_users_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_comments" ADD CONSTRAINT "entry_comments_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_comments" ADD CONSTRAINT "entry_comments_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_decisions" ADD CONSTRAINT "entry_decisions_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_decisions" ADD CONSTRAINT "entry_decisions_request_id_acknowledgement_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."acknowledgement_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_audiences" ADD CONSTRAINT "series_audiences_series_id_update_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."update_series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_audiences" ADD CONSTRAINT "series_audiences_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_audiences" ADD CONSTRAINT "series_audiences_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catch_ups" ADD CONSTRAINT "catch_ups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catch_ups" ADD CONSTRAINT "catch_ups_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_entries" ADD CONSTRAINT "shown_entries_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_entries" ADD CONSTRAINT "shown_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_guests" ADD CONSTRAINT "video_request_guests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_guests" ADD CONSTRAINT "video_request_guests_request_id_video_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."video_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_lines" ADD CONSTRAINT "video_request_lines_request_id_video_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."video_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_lines" ADD CONSTRAINT "video_request_lines_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_lines" ADD CONSTRAINT "video_request_lines_guest_id_users_id_fk" FOREIGN KEY ("guest_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_request_lines" ADD CONSTRAINT "video_request_lines_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_requests" ADD CONSTRAINT "video_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_requests" ADD CONSTRAINT "video_requests_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_requests" ADD CONSTRAINT "video_requests_about_video_id_videos_id_fk" FOREIGN KEY ("about_video_id") REFERENCES "public"."videos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blockers_raised_in_idx" ON "blockers" USING btree ("raised_in");--> statement-breakpoint
CREATE INDEX "blockers_series_idx" ON "blockers" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "entry_comments_entry_idx" ON "entry_comments" USING btree ("entry_id","created_at");--> statement-breakpoint
CREATE INDEX "series_audiences_series_idx" ON "series_audiences" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "shown_entries_user_idx" ON "shown_entries" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "video_request_guests_request_idx" ON "video_request_guests" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "video_request_lines_user_idx" ON "video_request_lines" USING btree ("request_id","user_id");--> statement-breakpoint
CREATE INDEX "video_request_lines_mine_idx" ON "video_request_lines" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "video_request_lines_remind_idx" ON "video_request_lines" USING btree ("remind_at") WHERE reminded_at is null and answered_at is null and declined_at is null;--> statement-breakpoint
CREATE INDEX "video_requests_sender_idx" ON "video_requests" USING btree ("workspace_id","created_by","created_at");--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editions" ADD CONSTRAINT "editions_speaker_id_users_id_fk" FOREIGN KEY ("speaker_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "videos_recorded_by_idx" ON "videos" USING btree ("recorded_by") WHERE recorded_by is not null;--> statement-breakpoint
CREATE INDEX "notifications_asks_idx" ON "notifications" USING btree ("workspace_id","recipient_id",coalesce(due_at, 'infinity'),"id") WHERE done_at is null and kind in ('asked', 'ask_changed', 'ask_reminder', 'new_version', 'entry_opened', 'entry_reminder', 'video_requested', 'video_request_reminder');--> statement-breakpoint
CREATE OR REPLACE FUNCTION "ledger_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Deeper than one: a workspace is deleted, and its ledger with it.
	IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
		RETURN OLD;
	END IF;
	-- Let go by the rule of the workspace: a later entry says up to which.
	IF TG_OP = 'DELETE' AND EXISTS (
		SELECT FROM "ledger_entries" AS t
		WHERE t."workspace_id" = OLD."workspace_id" AND t."kind" = 'forgotten'
			AND t."sequence" > OLD."sequence" AND (t."details" ->> 'upTo')::bigint >= OLD."sequence"
	) THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'the ledger only grows';
END
$$;
