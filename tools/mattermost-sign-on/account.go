package main

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/mattermost/mattermost/server/public/model"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

const (
	authService = "oidc"
	accountKey  = "account_"
	usernameMax = 64
)

// account is that of the subject; else a new one. Roles follow the groups at each sign-in.
func (p *signOn) account(person claims, settings settings) (*model.User, error) {
	if person.Subject == "" || person.Email == "" {
		return nil, refuse(http.StatusForbidden, reasonClaims, errors.New("no subject or no e-mail address"))
	}
	// As Mattermost keeps it.
	person.Email = strings.ToLower(person.Email)
	user, err := p.known(person)
	if err == nil && user == nil {
		user, err = p.create(person, settings)
	}
	if err != nil {
		return nil, err
	}
	if user.DeleteAt > 0 || user.IsBot {
		return nil, refuse(http.StatusForbidden, reasonGone, nil)
	}
	if user, err = p.renamed(user, person); err != nil {
		return nil, err
	}
	return p.withRoles(user, person, settings)
}

// known is nil for someone who comes for the first time. An address that another account has is refused: whoever owns it must not be taken for them.
func (p *signOn) known(person claims) (*model.User, error) {
	id, appErr := p.API.KVGet(accountKey + person.Subject)
	if appErr != nil {
		return nil, appErr
	}
	if id != nil {
		user, appErr := p.API.GetUser(string(id))
		if appErr != nil {
			return nil, appErr
		}
		return user, nil
	}
	other, appErr := p.API.GetUserByEmail(person.Email)
	switch {
	case appErr != nil && appErr.StatusCode == http.StatusNotFound:
		return nil, nil
	case appErr != nil:
		return nil, appErr
	case other.AuthService == authService && other.AuthData != nil && *other.AuthData == person.Subject:
		// Made by a sign-in that ended before it was remembered.
		return other, p.remember(person, other)
	default:
		return nil, refuse(http.StatusConflict, reasonAddress, nil)
	}
}

func (p *signOn) create(person claims, settings settings) (*model.User, error) {
	name, err := p.freeUsername(person)
	if err != nil {
		return nil, err
	}
	user, appErr := p.API.CreateUser(&model.User{
		Email: person.Email, Username: name, FirstName: person.FirstName, LastName: person.LastName,
		AuthService: authService, AuthData: &person.Subject, EmailVerified: true,
	})
	if appErr != nil {
		return nil, appErr
	}
	if err := p.remember(person, user); err != nil {
		return nil, err
	}
	return user, p.join(user, settings.team)
}

func (p *signOn) remember(person claims, user *model.User) error {
	if appErr := p.API.KVSet(accountKey+person.Subject, []byte(user.Id)); appErr != nil {
		return appErr
	}
	return nil
}

func (p *signOn) join(user *model.User, name string) error {
	if name == "" {
		return nil
	}
	team, appErr := p.API.GetTeamByName(name)
	if appErr != nil {
		return appErr
	}
	if _, appErr := p.API.CreateTeamMember(team.Id, user.Id); appErr != nil {
		return appErr
	}
	return nil
}

// renamed follows the identity server’s names and address; the user name is the person’s own once given.
func (p *signOn) renamed(user *model.User, person claims) (*model.User, error) {
	if user.Email == person.Email && user.FirstName == person.FirstName && user.LastName == person.LastName {
		return user, nil
	}
	if other, appErr := p.API.GetUserByEmail(person.Email); appErr == nil && other.Id != user.Id {
		return nil, refuse(http.StatusConflict, reasonAddress, nil)
	}
	user.Email, user.FirstName, user.LastName = person.Email, person.FirstName, person.LastName
	updated, appErr := p.API.UpdateUser(user)
	if appErr != nil {
		return nil, appErr
	}
	return updated, nil
}

// withRoles makes an administrator of whoever is in the group, and of nobody else; other roles stay.
func (p *signOn) withRoles(user *model.User, person claims, settings settings) (*model.User, error) {
	if settings.administrators == "" {
		return user, nil
	}
	roles := slices.DeleteFunc(user.GetRoles(), func(role string) bool { return role == model.SystemAdminRoleId })
	if slices.Contains(person.groups, settings.administrators) {
		roles = append(roles, model.SystemAdminRoleId)
	}
	wanted := strings.Join(roles, " ")
	if wanted == user.Roles {
		return user, nil
	}
	updated, appErr := p.API.UpdateUserRoles(user.Id, wanted)
	if appErr != nil {
		return nil, appErr
	}
	return updated, nil
}

func (p *signOn) freeUsername(person claims) (string, error) {
	base := username(person)
	for count := 1; count < 100; count++ {
		name := base
		if count > 1 {
			ending := fmt.Sprintf("-%d", count)
			name = base[:min(len(base), usernameMax-len(ending))] + ending
		}
		if _, appErr := p.API.GetUserByUsername(name); appErr != nil {
			if appErr.StatusCode == http.StatusNotFound {
				return name, nil
			}
			return "", appErr
		}
	}
	return "", fmt.Errorf("no user name like %s is free", base)
}

var notInUsername = regexp.MustCompile(`[^a-z0-9._-]`)

// username has the letters that Mattermost takes, begins with one of them and has three at least; it comes of the address where no name is given.
func username(person claims) string {
	given := person.Username
	if given == "" {
		given, _, _ = strings.Cut(person.Email, "@")
	}
	plain, _, _ := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), given)
	name := notInUsername.ReplaceAllString(strings.ToLower(plain), "_")
	if name[0] < 'a' || name[0] > 'z' {
		name = "u" + name
	}
	return name[:min(len(name), usernameMax)] + strings.Repeat("_", max(0, 3-len(name)))
}
