using k8s.Models;

namespace SiteBuilder.Manifests.Parts;

/// <summary>Health checks.</summary>
internal static class ProbeParts
{
    /// <summary>Starting up may take a minute; then not ready after about ten seconds, restarted after half a minute.</summary>
    public static void AddHttpProbes(V1Container container)
    {
        container.StartupProbe = Http("management", "/health/live", period: 1, failures: 60);
        container.ReadinessProbe = Http("management", "/health/ready", period: 3, failures: 3);
        container.LivenessProbe = Http("management", "/health/live", period: 10, failures: 3);
    }

    /// <summary>The same for a member of PostgreSQL: what Patroni says of itself, and of the server that it keeps.</summary>
    public static void AddMemberProbes(V1Container container, string port)
    {
        container.StartupProbe = Http(port, "/liveness", period: 1, failures: 120);
        container.ReadinessProbe = Http(port, "/readiness", period: 3, failures: 3);
        container.LivenessProbe = Http(port, "/liveness", period: 10, failures: 3);
    }

    /// <summary>The same for servers that speak no HTTP: their port answers.</summary>
    public static void AddTcpProbes(V1Container container, string port)
    {
        container.StartupProbe = Tcp(port, period: 1, failures: 120);
        container.ReadinessProbe = Tcp(port, period: 3, failures: 3);
        container.LivenessProbe = Tcp(port, period: 10, failures: 3);
    }

    /// <summary>The same for servers that say themselves, by a command, whether they can be asked; that they are alive, their port says, which costs less and does not fail on a busy host.</summary>
    public static void AddCommandProbes(V1Container container, string port, IList<string> ready)
    {
        AddTcpProbes(container, port);
        container.ReadinessProbe = new V1Probe { Exec = new V1ExecAction { Command = ready }, PeriodSeconds = 5, FailureThreshold = 3, TimeoutSeconds = 5 };
    }

    private static V1Probe Http(string port, string path, int period, int failures) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = port },
        PeriodSeconds = period,
        FailureThreshold = failures,
        TimeoutSeconds = 2,
    };

    private static V1Probe Tcp(string port, int period, int failures) => new()
    {
        TcpSocket = new V1TCPSocketAction { Port = port },
        PeriodSeconds = period,
        FailureThreshold = failures,
        TimeoutSeconds = 2,
    };
}
