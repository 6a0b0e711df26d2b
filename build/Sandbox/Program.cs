using System.Runtime.InteropServices;
using SiteBuilder.Sandbox;
using SiteBuilder.Sandbox.Hosting;

const string Usage = """
    SiteBuilder.Sandbox run --name N --data DIR [--kubeconfig FILE] [--api-port P] [--ingress-port P] [--pod-cidr C] [--service-cidr C]
                            [--runtime docker|scripted] [--identity LABEL] [--ready-file FILE]
    SiteBuilder.Sandbox down --name N --data DIR [--purge]
    """;

Dictionary<string, IReadOnlyList<string>> known = new()
{
    ["run"] = ["--name", "--data", "--kubeconfig", "--api-port", "--ingress-port", "--pod-cidr", "--service-cidr", "--runtime", "--identity", "--ready-file"],
    ["down"] = ["--name", "--data", "--purge!"],
    ["help"] = [],
};

try
{
    var arguments = Arguments.Parse(args, known);
    switch (arguments.Verb)
    {
        case "run":
            await RunAsync(arguments);
            break;
        case "down":
            IReadOnlyList<string> done = await SandboxRemoval.RunAsync(arguments.Need("--name"), arguments.Need("--data"), arguments.Has("--purge"), CancellationToken.None);
            Console.WriteLine(done.Count == 0 ? "nothing to remove" : string.Join(Environment.NewLine, done));
            break;
        default:
            Console.WriteLine(Usage);
            break;
    }

    return 0;
}
catch (SandboxException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static async Task RunAsync(Arguments arguments)
{
    SandboxOptions options = new()
    {
        Name = arguments.Need("--name"),
        DataDirectory = arguments.Need("--data"),
        KubeconfigPath = arguments.Find("--kubeconfig"),
        ApiPort = arguments.Port("--api-port", 6443),
        IngressPort = arguments.Port("--ingress-port", 8080),
        PodCidr = arguments.Range("--pod-cidr", "10.89.0.0/16"),
        ServiceCidr = arguments.Range("--service-cidr", "10.97.0.0/16"),
        Runtime = Enum.TryParse(arguments.Find("--runtime") ?? "docker", ignoreCase: true, out SandboxRuntime runtime)
            ? runtime
            : throw new SandboxException($"run: --runtime must be docker or scripted, found {arguments.Find("--runtime")}."),
        Identity = arguments.Find("--identity"),
        ReadyFile = arguments.Find("--ready-file"),
    };
    TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ended.TrySetResult();
    }

    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    await using SandboxHost host = await SandboxHost.StartAsync(options, TimeProvider.System, CancellationToken.None);
    await await Task.WhenAny(ended.Task, host.Completion);
}
