-- Administrators are those whom their last sign-on put in the group `:group`, and the break-glass account. Times are in UTC.
BEGIN;

UPDATE users
SET admin = NOT admin, updated_at = now() AT TIME ZONE 'utc'
WHERE id > 0 AND username_lower <> 'secours' AND admin <> (NOT staged AND id IN (
  SELECT member.user_id
  FROM user_associated_groups AS member
  JOIN associated_groups AS named ON named.id = member.associated_group_id
  WHERE named.provider_name = 'oidc' AND named.provider_id = :'group'
));

-- Discourse's own groups 1 (administrators) and 3 (staff) follow, as its own refreshing has them follow.
DELETE FROM group_users
USING users
WHERE users.id = group_users.user_id AND (
  group_users.group_id = 1 AND (NOT users.admin OR users.staged)
  OR group_users.group_id = 3 AND (NOT (users.admin OR coalesce(users.moderator, false)) OR users.staged)
);
INSERT INTO group_users (group_id, user_id, created_at, updated_at)
SELECT own.id, users.id, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
FROM users
CROSS JOIN (VALUES (1), (3)) AS own (id)
WHERE NOT users.staged AND (users.admin OR own.id = 3 AND users.moderator)
ON CONFLICT (group_id, user_id) DO NOTHING;
UPDATE groups
SET user_count = counted.users
FROM (SELECT group_id, count(*) AS users FROM group_users WHERE group_id IN (1, 3) AND user_id > 0 GROUP BY group_id) AS counted
WHERE groups.id = counted.group_id AND groups.user_count <> counted.users;

-- A session lasts as long as one comes back. Administrators sign on again every twelve hours, so that who left the group loses the role.
DELETE FROM user_auth_tokens
USING users, user_associated_accounts AS account
WHERE users.id = user_auth_tokens.user_id AND users.id > 0 AND users.admin
  AND account.user_id = users.id AND account.provider_name = 'oidc'
  AND account.last_used < now() AT TIME ZONE 'utc' - interval '12 hours';

COMMIT;
