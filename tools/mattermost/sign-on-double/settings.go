package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Settings that the real plugin has, as the server stores their names; test/doubles/mattermost/contract.yaml gives the source of each.
type settings struct {
	enable                         bool
	issuer, clientID, clientSecret string
	scopes                         []string
	buttonText, buttonColour       string
	username, email, first, last   string
	createAccounts, linkByEmail    bool
	defaultTeam                    string
}

// readSettings refuses a name that the real plugin does not have, a value of another type, and what it would not accept.
func readSettings(given map[string]any) (*settings, error) {
	s := &settings{scopes: []string{"openid", "profile", "email"}, username: "preferred_username", email: "email", first: "given_name", last: "family_name", createAccounts: true}
	texts := map[string]*string{
		"issuerurl": &s.issuer, "clientid": &s.clientID, "clientsecret": &s.clientSecret, "buttontext": &s.buttonText, "buttoncolor": &s.buttonColour,
		"usernameclaim": &s.username, "emailclaim": &s.email, "firstnameclaim": &s.first, "lastnameclaim": &s.last, "defaultteam": &s.defaultTeam,
	}
	switches := map[string]*bool{"enable": &s.enable, "autocreateaccounts": &s.createAccounts, "autolinkbyemail": &s.linkByEmail}
	for name, value := range given {
		name = strings.ToLower(name)
		text, isText := value.(string)
		on, isSwitch := value.(bool)
		switch {
		case name == "scopes" && isText:
			if text != "" {
				s.scopes = strings.Fields(text)
			}
		case texts[name] != nil && isText:
			*texts[name] = text
		case switches[name] != nil && isSwitch:
			*switches[name] = on
		default:
			return nil, fmt.Errorf("double: the plugin has no setting %q of this type", name)
		}
	}
	return s, s.valid()
}

func (s *settings) valid() error {
	if !s.enable {
		return nil
	}
	issuer, err := url.Parse(s.issuer)
	switch {
	case err != nil || issuer.Scheme != "https" || issuer.Host == "":
		return errors.New("double: IssuerURL must be an https address")
	case s.clientID == "" || s.clientSecret == "":
		return errors.New("double: ClientID and ClientSecret are required")
	case !slices.Contains(s.scopes, "openid"):
		return errors.New("double: Scopes must hold openid")
	}
	return nil
}
