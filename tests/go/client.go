// SPDX-License-Identifier: MIT

// A client that knows incidentd only through Varlink (github.com/varlink/go): it records what it is given,
// lists the incident, and follows the log until it has seen its own entries and one that came later.
//
//	client ADDRESS TEXT…
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/varlink/go/varlink"
)

const recorder = "io.incidentd.Recorder."

type draft struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

type event struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(1)
	}
}

func newID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/uuid")
	fail(err)
	return strings.TrimSpace(string(id))
}

func record(ctx context.Context, c *varlink.Connection, texts []string) {
	drafts := []draft{}
	for _, text := range texts {
		drafts = append(drafts, draft{newID(), "note", text})
	}
	var reply struct {
		Receipts []struct {
			Ref    string `json:"ref"`
			Handle string `json:"handle"`
			Event  event  `json:"event"`
		} `json:"receipts"`
	}
	fail(c.Call(ctx, recorder+"Record", map[string]interface{}{"drafts": drafts}, &reply))
	for _, receipt := range reply.Receipts {
		fmt.Println("recorded", receipt.Event.Text)
	}
}

func list(ctx context.Context, c *varlink.Connection) {
	receive, err := c.Send(ctx, recorder+"List", map[string]interface{}{}, varlink.More)
	fail(err)
	for flags := uint64(varlink.Continues); flags&varlink.Continues != 0; {
		var reply struct {
			Incident *struct {
				Title string `json:"title"`
				State string `json:"state"`
			} `json:"incident"`
		}
		flags, err = receive(ctx, &reply)
		fail(err)
		if reply.Incident != nil {
			fmt.Println("listed", reply.Incident.State, reply.Incident.Title)
		}
	}
}

// One note a reply, until `count` were seen.
func follow(ctx context.Context, c *varlink.Connection, count int) {
	receive, err := c.Send(ctx, recorder+"Read", map[string]interface{}{"follow": true, "kinds": []string{"note"}}, varlink.More)
	fail(err)
	for seen := 0; seen < count; seen++ {
		var reply struct {
			Entry struct {
				Pos   int64 `json:"pos"`
				Event event `json:"event"`
			} `json:"entry"`
		}
		_, err := receive(ctx, &reply)
		fail(err)
		fmt.Println("followed", reply.Entry.Event.Text)
	}
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	texts := os.Args[2:]
	c, err := varlink.NewConnection(ctx, os.Args[1])
	fail(err)
	record(ctx, c, texts)
	list(ctx, c)

	other, err := varlink.NewConnection(ctx, os.Args[1])
	fail(err)
	go func() {
		time.Sleep(200 * time.Millisecond)
		record(ctx, other, []string{"came while it was followed"})
	}()
	follow(ctx, c, len(texts)+1)
}
