package main

import (
	"fmt"
	"net/url"
	"strings"
)

// settings stand in the section Plugins of the server’s PluginSettings, below the plugin’s identifier; the server keeps their names in small letters.
type settings struct {
	issuer, clientID, clientSecret string
	// Of the link on the sign-in page.
	buttonText, buttonColour string
	// Name of the team that everyone joins at their first sign-in; none where empty.
	team string
	// Claim with a person’s groups, and the one of those who administer.
	groupsClaim, administrators string
}

// readSettings refuses an unknown name, a value that is no text, and what could not work.
func readSettings(given map[string]any) (settings, error) {
	s := settings{}
	fields := map[string]*string{
		"issuer": &s.issuer, "clientid": &s.clientID, "clientsecret": &s.clientSecret, "buttontext": &s.buttonText, "buttoncolour": &s.buttonColour,
		"team": &s.team, "groupsclaim": &s.groupsClaim, "administrators": &s.administrators,
	}
	for name, value := range given {
		field := fields[strings.ToLower(name)]
		text, isText := value.(string)
		if field == nil || !isText {
			return s, fmt.Errorf("unknown setting %q, or its value is no text", name)
		}
		*field = text
	}
	issuer, err := url.Parse(s.issuer)
	switch {
	case err != nil || issuer.Scheme != "https" || issuer.Host == "":
		return s, fmt.Errorf("issuer must be an https address, given %q", s.issuer)
	case s.clientID == "" || s.clientSecret == "":
		return s, fmt.Errorf("clientid and clientsecret are required")
	case (s.groupsClaim == "") != (s.administrators == ""):
		return s, fmt.Errorf("groupsclaim and administrators go together")
	}
	return s, nil
}
