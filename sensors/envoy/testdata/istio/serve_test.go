// Istio's control plane, with files in place of a cluster: it gives an Envoy what it would give a sidecar.
package istio

import (
	"net"
	"os"
	"testing"
	"time"

	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config/mesh"
)

func TestServe(t *testing.T) {
	meshConfig, err := mesh.ApplyMeshConfigDefaults(read(t, os.Getenv("MESH_CONFIG")))
	if err != nil {
		t.Fatal(err)
	}
	xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		ConfigString:    read(t, os.Getenv("RESOURCES")),
		MeshConfig:      meshConfig,
		ListenerBuilder: func() (net.Listener, error) { return net.Listen("tcp", os.Getenv("LISTEN")) },
	})
	time.Sleep(time.Hour)
}

func read(t *testing.T, path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
