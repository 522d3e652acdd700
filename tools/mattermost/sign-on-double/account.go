package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"
)

const (
	authService = "oidc"
	accountKey  = "oidc_user_"
)

var notInUsername = regexp.MustCompile(`[^a-z0-9._-]`)

// account is that of the subject; else a new one, in the default team. An address that another account has is refused unless linking is on.
func (d *double) account(claims map[string]any) (*model.User, error) {
	text := func(claim string) string { value, _ := claims[claim].(string); return value }
	subject, email := text("sub"), text(d.settings.email)
	if subject == "" || email == "" {
		return nil, fmt.Errorf("the identity server gave no subject or no claim %s", d.settings.email)
	}
	user, err := d.known(subject, email)
	if err != nil {
		return nil, err
	}
	if user == nil {
		return d.create(subject, &model.User{
			Email: email, Username: username(text(d.settings.username), email), FirstName: text(d.settings.first), LastName: text(d.settings.last),
			AuthService: authService, AuthData: &subject, EmailVerified: true,
		})
	}
	if user.DeleteAt > 0 || user.IsBot {
		return nil, errors.New("the account is deactivated")
	}
	first, last := text(d.settings.first), text(d.settings.last)
	if user.Email == email && user.FirstName == first && user.LastName == last {
		return user, nil
	}
	user.Email, user.FirstName, user.LastName = email, first, last
	updated, appErr := d.API.UpdateUser(user)
	if appErr != nil {
		return nil, appErr
	}
	return updated, nil
}

// known is nil for someone who comes for the first time.
func (d *double) known(subject, email string) (*model.User, error) {
	if id, appErr := d.API.KVGet(accountKey + subject); appErr == nil && id != nil {
		if user, appErr := d.API.GetUser(string(id)); appErr == nil {
			return user, nil
		}
	}
	user, appErr := d.API.GetUserByEmail(email)
	if appErr != nil {
		return nil, nil
	}
	if !d.settings.linkByEmail {
		return nil, errors.New("another account has this address, and accounts are not linked by it")
	}
	if _, appErr := d.API.UpdateUserAuth(user.Id, &model.UserAuth{AuthService: authService, AuthData: &subject}); appErr != nil {
		return nil, appErr
	}
	if appErr := d.API.KVSet(accountKey+subject, []byte(user.Id)); appErr != nil {
		return nil, appErr
	}
	return user, nil
}

func (d *double) create(subject string, wanted *model.User) (*model.User, error) {
	if !d.settings.createAccounts {
		return nil, errors.New("accounts are not created at sign-in")
	}
	user, appErr := d.API.CreateUser(wanted)
	if appErr != nil {
		return nil, appErr
	}
	if appErr := d.API.KVSet(accountKey+subject, []byte(user.Id)); appErr != nil {
		return nil, appErr
	}
	if d.settings.defaultTeam != "" {
		team, appErr := d.API.GetTeamByName(d.settings.defaultTeam)
		if appErr == nil {
			_, appErr = d.API.CreateTeamMember(team.Id, user.Id)
		}
		if appErr != nil {
			d.API.LogWarn("double of the sign-on plugin: not in the default team", "team", d.settings.defaultTeam, "error", appErr.Error())
		}
	}
	return user, nil
}

// Letters that Mattermost takes; the part before the @ where the claim is empty.
func username(claim, email string) string {
	if claim == "" {
		claim, _, _ = strings.Cut(email, "@")
	}
	name := notInUsername.ReplaceAllString(strings.ToLower(claim), "_")
	if name[0] < 'a' || name[0] > 'z' {
		name = "u" + name
	}
	return name[:min(len(name), 64)] + strings.Repeat("_", max(0, 3-len(name)))
}
