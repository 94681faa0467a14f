ALTER TABLE "acknowledgement_requests" ADD COLUMN "answer_note" text;--> statement-breakpoint
ALTER TABLE "acknowledgement_requests" ADD COLUMN "follow_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "acknowledgement_requests" ADD COLUMN "declined_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "acknowledgement_requests" ADD COLUMN "handed_to_id" uuid;--> statement-breakpoint
ALTER TABLE "acknowledgement_requests" ADD CONSTRAINT "acknowledgement_requests_handed_to_id_users_id_fk" FOREIGN KEY ("handed_to_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;