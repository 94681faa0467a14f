CREATE TABLE "ledger_entries" (
	"workspace_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"video_id" uuid NOT NULL,
	"video_title" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"actor_name" text NOT NULL,
	"subject_id" uuid,
	"subject_name" text,
	"details" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "ledger_entries_workspace_id_sequence_pk" PRIMARY KEY("workspace_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_entries_video_idx" ON "ledger_entries" USING btree ("video_id");--> statement-breakpoint
CREATE FUNCTION "ledger_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Deeper than one: a workspace is deleted, and its ledger with it.
	IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'the ledger only grows';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "ledger_only_grows" BEFORE UPDATE OR DELETE ON "ledger_entries" FOR EACH ROW EXECUTE FUNCTION "ledger_only_grows"();
--> statement-breakpoint
CREATE TRIGGER "ledger_is_not_emptied" BEFORE TRUNCATE ON "ledger_entries" FOR EACH STATEMENT EXECUTE FUNCTION "ledger_only_grows"();
