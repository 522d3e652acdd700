package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/mattermost/mattermost/server/public/model"
)

const (
	stateCookie   = "MMOIDCSTATE"
	stateKey      = "oidc_state_"
	stateLifetime = 10 * time.Minute
)

func (d *double) publicConfig(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]any{"enable": true, "button_text": d.settings.buttonText, "button_color": d.settings.buttonColour})
}

// connect keeps where to return to, binds the browser by a cookie, and sends it to the identity server.
func (d *double) connect(w http.ResponseWriter, r *http.Request) error {
	for name := range r.URL.Query() {
		if name != "return_to" && name != "popup" && name != "mobile_redirect" {
			return errors.New("double: connect takes no " + name)
		}
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	state := hex.EncodeToString(random)
	if err := d.API.KVSetWithExpiry(stateKey+state, []byte(returnPath(r.URL.Query().Get("return_to"))), int64(stateLifetime.Seconds())); err != nil {
		return err
	}
	d.setCookie(w, stateCookie, state, int(stateLifetime.Seconds()), true)
	http.Redirect(w, r, d.client.AuthCodeURL(state), http.StatusFound)
	return nil
}

// Only a path of this site, as the real plugin has it.
func returnPath(given string) string {
	if !strings.HasPrefix(given, "/") || strings.HasPrefix(given, "//") || strings.Contains(given, `\`) {
		return "/"
	}
	return given
}

// callback takes the code that the identity server gave, once and from the browser that asked, and opens a session.
func (d *double) callback(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	if refused := query.Get("error"); refused != "" {
		return errors.New("the identity server answered " + refused)
	}
	state := query.Get("state")
	cookie, err := r.Cookie(stateCookie)
	if err != nil || cookie.Value != state || state == "" {
		return errors.New("the state is not this browser’s")
	}
	returnTo, appErr := d.API.KVGet(stateKey + state)
	if appErr != nil || returnTo == nil {
		return errors.New("the state has expired")
	}
	if used, appErr := d.API.KVCompareAndDelete(stateKey+state, returnTo); appErr != nil || !used {
		return errors.New("the state was used before")
	}
	d.setCookie(w, stateCookie, "", -1, true)
	claims, err := d.claims(r.Context(), query.Get("code"))
	if err != nil {
		return err
	}
	user, err := d.account(claims)
	if err != nil {
		return err
	}
	hours := *d.API.GetConfig().ServiceSettings.SessionLengthWebInHours
	session, appErr := d.API.CreateSession(&model.Session{
		UserId: user.Id, Roles: user.GetRawRoles(), ExpiresAt: model.GetMillis() + int64(hours)*time.Hour.Milliseconds(),
		Props: model.StringMap{"platform": "oidc_plugin", "os": "", "csrf": model.NewId(), model.UserAuthServiceIsOAuth: "true", model.UserAuthServiceIsMobile: "false"},
	})
	if appErr != nil {
		return appErr
	}
	d.setCookie(w, model.SessionCookieToken, session.Token, 0, true)
	d.setCookie(w, model.SessionCookieUser, session.UserId, 0, false)
	http.Redirect(w, r, d.address(string(returnTo)), http.StatusFound)
	return nil
}

// claims exchanges the code and checks the identity token; userinfo adds what the token lacks.
func (d *double) claims(parent context.Context, code string) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(parent, 30*time.Second)
	defer cancel()
	token, err := d.client.Exchange(ctx, code)
	if err != nil {
		return nil, err
	}
	raw, _ := token.Extra("id_token").(string)
	identity, err := d.provider.Verifier(&oidc.Config{ClientID: d.settings.clientID}).Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	if info, err := d.provider.UserInfo(ctx, d.client.TokenSource(ctx, token)); err == nil {
		_ = info.Claims(&all)
	}
	if err := identity.Claims(&all); err != nil {
		return nil, err
	}
	all["sub"] = identity.Subject
	return all, nil
}

func (d *double) setCookie(w http.ResponseWriter, name, value string, maxAge int, scriptless bool) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: scriptless, Secure: strings.HasPrefix(d.address(""), "https"), SameSite: http.SameSiteLaxMode})
}
