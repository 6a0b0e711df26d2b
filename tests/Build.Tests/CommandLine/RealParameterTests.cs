using SiteBuilder.CommandLine;

namespace SiteBuilder.Build.Tests.CommandLine;

/// <summary>The parameters of our own build.</summary>
public sealed class RealParameterTests
{
    private static readonly Type s_build = System.Reflection.Assembly.Load("_build").GetType("Build", throwOnError: true)!;

    [Fact]
    public void No_parameter_has_the_name_of_a_variable_that_every_process_needs()
    {
        string[] needed = ["PATH", "HOME", "USER", "TMPDIR", "TEMP", "TMP", "SHELL", "TERM", "LANG", "PWD", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "DOTNET_ROOT"];

        CallerEnvironment.Mistakable(KnownNames.Of(s_build), needed).ShouldBeEmpty("such a variable would be moved aside before the build starts");
    }

    [Fact]
    public void Every_option_shows_in_the_help_with_a_description()
    {
        var undescribed = s_build.GetInterfaces().Append(s_build)
            .SelectMany(x => x.GetMembers(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .SelectMany(x => x.GetCustomAttributes(typeof(Nuke.Common.ParameterAttribute), inherit: true).Cast<Nuke.Common.ParameterAttribute>().Select(y => (x.Name, Attribute: y)))
            .Where(x => !x.Attribute.List || string.IsNullOrWhiteSpace(x.Attribute.Description))
            .Select(x => x.Name);

        undescribed.ShouldBeEmpty();
    }
}
