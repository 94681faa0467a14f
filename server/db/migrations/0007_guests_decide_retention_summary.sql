CREATE TABLE "ledger_retention" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"keep_months" integer,
	"set_by" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ALTER COLUMN "video_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "summary" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "guest_answers" ADD COLUMN "option" text;--> statement-breakpoint
ALTER TABLE "ledger_retention" ADD CONSTRAINT "ledger_retention_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_retention" ADD CONSTRAINT "ledger_retention_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
