using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

/// <summary>The PostgreSQL image as a cluster runs it: not root, read-only root, no capabilities, passwords from files.</summary>
[Trait("Suite", "Service")]
public sealed class PostgresImageTests
{
    private const string Secrets = "/etc/secrets/postgres";

    [Fact]
    public async Task Data_outlives_a_restart_and_a_changed_password_takes_effect()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync("postgres", await RepositoryImages.LayoutAsync("postgres"), CancellationToken.None);
        var name = $"sitebuilder-test-{Guid.NewGuid():n}";
        await engine.Volumes.CreateAsync(new VolumesCreateParameters { Name = name });
        try
        {
            folder.Write("superuser-password", "the one's for \"all\" \\ of it");
            folder.Write("sites-password", "before");
            Open(folder);
            var id = await StartAsync(engine, image, name, folder);
            (await QueryAsync(engine, id, "before", "create table pages (title text); insert into pages values ('Home'); select current_user")).ShouldBe("sites");

            await engine.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = 20 });
            (await engine.Containers.InspectContainerAsync(id)).State!.ExitCode.ShouldBe(0);
            await engine.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters());

            // a service that comes later gets its database from a server that has data
            folder.Write("sites-password", "after");
            folder.Write("auth-password", "new");
            Open(folder);
            id = await StartAsync(engine, image, name, folder);
            (await QueryAsync(engine, id, "after", "select title from pages")).ShouldBe("Home");
            (await QueryAsync(engine, id, "new", "select current_database()", "auth")).ShouldBe("auth");
            (await ExecAsync(engine, id, "before", "select 1")).Output.ShouldContain("password authentication failed for user \"sites\"");
        }
        finally
        {
            try
            {
                await engine.Containers.RemoveContainerAsync(name, new ContainerRemoveParameters { Force = true });
            }
            finally
            {
                await engine.Volumes.RemoveAsync(name);
            }
        }
    }

    [Fact]
    public async Task A_missing_password_is_one_clear_line()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync("postgres", await RepositoryImages.LayoutAsync("postgres"), CancellationToken.None);
        var created = await engine.Containers.CreateContainerAsync(new CreateContainerParameters { Image = image, Env = ["POSTGRES_PASSWORDS_FOLDER=/nowhere"] });
        try
        {
            await engine.Containers.StartContainerAsync(created.ID, new ContainerStartParameters());
            (await engine.Containers.WaitContainerAsync(created.ID)).StatusCode.ShouldBe(1);
            (await LogsAsync(engine, created.ID)).Trim().ShouldBe("postgres: POSTGRES_PASSWORDS_FOLDER has no readable file '/nowhere/superuser-password'; mount the secret there");
        }
        finally
        {
            await engine.Containers.RemoveContainerAsync(created.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }
    }

    private static async Task<string> StartAsync(IDockerClient engine, string image, string name, TemporaryFolder secrets)
    {
        var created = await engine.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Name = name,
            Image = image,
            Env = [$"POSTGRES_PASSWORDS_FOLDER={Secrets}"],
            HostConfig = new HostConfig
            {
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                Binds = [$"{name}:/var/lib/postgresql/data", $"{secrets.Path}:{Secrets}:ro"],
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "", ["/run/postgresql"] = "uid=10001,gid=10001,mode=0755" },
            },
        });
        await engine.Containers.StartContainerAsync(created.ID, new ContainerStartParameters());
        await ReadyAsync(engine, created.ID);
        return created.ID;
    }

    // follows the log until the server says that it is ready; ends with the container otherwise
    private static async Task ReadyAsync(IDockerClient engine, string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var log = await engine.Containers.GetContainerLogsAsync(id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true }, limit.Token);
        var said = new StringBuilder();
        var buffer = new byte[4096];
        while (!said.ToString().Contains("database system is ready to accept connections", StringComparison.Ordinal))
        {
            var read = await log.ReadOutputAsync(buffer, 0, buffer.Length, limit.Token);
            read.EOF.ShouldBeFalse(said.ToString());
            said.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    private static async Task<string> QueryAsync(IDockerClient engine, string id, string password, string sql, string role = "sites")
    {
        var (exitCode, output) = await ExecAsync(engine, id, password, sql, role);
        exitCode.ShouldBe(0, output);
        return output.Trim().Split('\n')[^1];
    }

    private static async Task<(long ExitCode, string Output)> ExecAsync(IDockerClient engine, string id, string password, string sql, string role = "sites")
    {
        var exec = await engine.Exec.CreateContainerExecAsync(id, new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Env = [$"PGPASSWORD={password}"], Cmd = ["psql", "-h", "127.0.0.1", "-U", role, "-Atc", sql, role] }, TestContext.Current.CancellationToken);
        using var stream = await engine.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), TestContext.Current.CancellationToken);
        var (output, error) = await stream.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
        return ((await engine.Exec.InspectContainerExecAsync(exec.ID)).ExitCode ?? -1, output + error);
    }

    private static async Task<string> LogsAsync(IDockerClient engine, string id)
    {
        using var log = await engine.Containers.GetContainerLogsAsync(id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true }, TestContext.Current.CancellationToken);
        var (output, error) = await log.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
        return output + error;
    }

    // a temporary folder is the owner's alone; a mounted secret is readable for the pod's group
    private static void Open(TemporaryFolder folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        }
    }
}
