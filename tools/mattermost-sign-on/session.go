package main

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/mattermost/mattermost/server/public/model"
)

const (
	sessionsKey = "sessions_"
	logoutEvent = "http://schemas.openid.net/event/backchannel-logout"
	// A logout token is used at once; this is for clocks that differ.
	logoutAge = 5 * time.Minute
)

// openSession signs the browser in, and remembers which session of the identity server this is.
func (p *signOn) openSession(w http.ResponseWriter, user *model.User, sid string) error {
	length := time.Duration(*p.API.GetConfig().ServiceSettings.SessionLengthWebInHours) * time.Hour
	session, appErr := p.API.CreateSession(&model.Session{
		UserId: user.Id, Roles: user.GetRawRoles(), ExpiresAt: model.GetMillis() + length.Milliseconds(),
		Props: model.StringMap{"platform": identifier, "os": "", "csrf": model.NewId(), model.UserAuthServiceIsOAuth: "true", model.UserAuthServiceIsMobile: "false"},
	})
	if appErr != nil {
		return appErr
	}
	if sid != "" {
		before, _ := p.API.KVGet(sessionsKey + sid)
		ids := strings.TrimSpace(string(before) + " " + session.Id)
		if appErr := p.API.KVSetWithExpiry(sessionsKey+sid, []byte(ids), int64(length.Seconds())); appErr != nil {
			return appErr
		}
	}
	p.setCookie(w, model.SessionCookieToken, session.Token, 0, true)
	p.setCookie(w, model.SessionCookieUser, session.UserId, 0, false)
	p.setCookie(w, model.SessionCookieCsrf, session.GetCSRF(), 0, false)
	return nil
}

// backchannelLogout ends the sessions that came of one session of the identity server, when that ended (OpenID Connect Back-Channel Logout 1.0, 2.6).
func (p *signOn) backchannelLogout(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	provider, client, _, err := p.identityServer(r.Context())
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	verified, err := provider.Verifier(&oidc.Config{ClientID: client.ClientID}).Verify(r.Context(), r.PostFormValue("logout_token"))
	if err != nil {
		return refuse(http.StatusBadRequest, reasonDenied, err)
	}
	var said struct {
		SessionID string         `json:"sid"`
		Nonce     *string        `json:"nonce"`
		Events    map[string]any `json:"events"`
	}
	if err := verified.Claims(&said); err != nil {
		return refuse(http.StatusBadRequest, reasonDenied, err)
	}
	if _, isLogout := said.Events[logoutEvent]; !isLogout || said.Nonce != nil || said.SessionID == "" || time.Since(verified.IssuedAt) > logoutAge {
		return refuse(http.StatusBadRequest, reasonDenied, errors.New("no logout token that names a session"))
	}
	ids, appErr := p.API.KVGet(sessionsKey + said.SessionID)
	if appErr != nil {
		return appErr
	}
	for _, id := range strings.Fields(string(ids)) {
		// One that is no longer there ended before.
		if _, appErr := p.API.GetSession(id); appErr != nil {
			continue
		}
		if appErr := p.API.RevokeSession(id); appErr != nil {
			return appErr
		}
	}
	if appErr := p.API.KVDelete(sessionsKey + said.SessionID); appErr != nil {
		return appErr
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

func (p *signOn) setCookie(w http.ResponseWriter, name, value string, maxAge int, scriptless bool) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: scriptless, Secure: true, SameSite: http.SameSiteLaxMode})
}
