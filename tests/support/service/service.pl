# A small service: answers /health, /version, /config and /inputs (what it was started with), and misbehaves as its release says in FAULT.
# Perl, since it starts in a tenth of node's time.
use strict;
use Errno;
use Socket;

sub whole { my $path = shift; open(my $in, '<', $path) or return ''; local $/; my $text = <$in>; close $in; return $text }
sub word { my $text = whole(shift); $text =~ s/\s+$//; return $text }
sub pause { select(undef, undef, undef, shift) }
my ($version, $fault, $config, $parent) = (word('VERSION'), word('FAULT'), whole($ENV{CONFIG}), $$);
my ($name, $host, $port) = ($ENV{NAME}, $ENV{HOST} || '127.0.0.1', $ENV{PORT});
my $hexadecimal = unpack('H*', $config);
$| = 1;

if ($fault eq 'exits' || $fault eq "exits $name") { print STDERR "cannot start: the coupon table is missing\n"; exit 3 }
if ($fault eq 'exits-once' && $name eq 'api' && !-e 'EXITED') {
  open(my $mark, '>', 'EXITED'); close $mark;
  print STDERR "cannot start: the cache is not warm yet\n";
  pause(0.5);
  exit 3;
}

socket(my $server, PF_INET, SOCK_STREAM, getprotobyname('tcp')) or die "socket: $!";
setsockopt($server, SOL_SOCKET, SO_REUSEADDR, pack('l', 1));
bind($server, sockaddr_in($port, inet_aton($host))) or do { print STDERR 'Error: listen ', ($!{EADDRINUSE} ? 'EADDRINUSE' : $!), " $host:$port\n"; exit 4 };
listen($server, 64) or die "listen: $!";
print "$name $version listens on $port\n";

# A helper of its own, as many servers have; and a stop that takes a moment.
if ($ENV{HELPER}) {
  if (!fork()) { close $server; sleep 1 while getppid() == $parent; exit 0 }
  $SIG{TERM} = sub { pause(0.04); exit 0 };
}
$SIG{TERM} = sub { print "not now\n" } if $fault =~ /ignores-stop$/;
$SIG{PIPE} = 'IGNORE';
while (1) {
  accept(my $client, $server) or next;
  my $line = <$client> || '';
  while (my $header = <$client>) { last if $header =~ /^\r?\n$/ }
  my $unhealthy = $line =~ m{ /health } && ($fault eq 'unhealthy' || -e "$ENV{CONFIG}.unhealthy");
  my $served = $fault =~ /^lies/ ? 'v9.9.9' : $version;
  my $body = $line =~ m{ /version } ? qq({"version":"$served"})
    : $line =~ m{ /config } ? ($config || '{}')
    : $line =~ m{ /inputs } ? qq({"name":"$name","version":"$version","config":"$hexadecimal","pid":$$})
    : $unhealthy ? '{"ok":false}' : '{"ok":true}';
  print $client 'HTTP/1.0 ', ($unhealthy ? '500 Unhealthy' : '200 OK'), "\r\nContent-Type: application/json\r\nContent-Length: @{[length $body]}\r\n\r\n$body";
  close $client;
}
