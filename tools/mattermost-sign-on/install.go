package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"
)

//go:embed plugin.json
var manifest []byte

//go:embed webapp/main.js
var webapp []byte

// install gives the server the bundle, in the place of an older one. The server’s own answer tells what is wrong.
func install(socket string) error {
	if socket == "" {
		return errors.New("SOCKET is empty: the path of the socket of Mattermost’s local mode")
	}
	bundle, err := bundle()
	if err != nil {
		return err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("plugin", identifier+".tar.gz")
	if err != nil {
		return err
	}
	if _, err := part.Write(bundle); err != nil {
		return err
	}
	if err := errors.Join(form.WriteField("force", "true"), form.Close()); err != nil {
		return err
	}
	client := http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}}
	answer, err := client.Post("http://local/api/v4/plugins", form.FormDataContentType(), &body)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
	if answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("the server does not take the plugin: %s %s", answer.Status, strings.TrimSpace(string(said)))
	}
	fmt.Printf("plugin %s: installed\n", identifier)
	return nil
}

// bundle is what the server unpacks: this very program, the part for the browser, and the manifest.
func bundle() ([]byte, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	program, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	compressed := gzip.NewWriter(&packed)
	archive := tar.NewWriter(compressed)
	files := []struct {
		name    string
		mode    int64
		content []byte
	}{
		{"plugin.json", 0o644, manifest},
		{"webapp/dist/main.js", 0o644, webapp},
		{"server/dist/plugin-linux-" + runtime.GOARCH, 0o755, program},
	}
	for _, file := range files {
		header := &tar.Header{Name: identifier + "/" + file.name, Mode: file.mode, Size: int64(len(file.content))}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(file.content); err != nil {
			return nil, err
		}
	}
	err = errors.Join(archive.Close(), compressed.Close())
	return packed.Bytes(), err
}
