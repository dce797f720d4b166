# A small service: answers /health, /version and /inputs (what it was started with). Perl, since it starts in a tenth of node's time.
use strict;
use Socket;

sub whole { my $path = shift; open(my $in, '<', $path) or return ''; local $/; my $text = <$in>; close $in; return $text }
my $version = whole('VERSION');
$version =~ s/\s+$//;
my $config = unpack('H*', whole($ENV{CONFIG}));
my ($name, $parent) = ($ENV{NAME}, $$);

socket(my $server, PF_INET, SOCK_STREAM, getprotobyname('tcp')) or die "socket: $!";
setsockopt($server, SOL_SOCKET, SO_REUSEADDR, pack('l', 1));
bind($server, sockaddr_in($ENV{PORT}, inet_aton($ENV{HOST}))) or die "bind $ENV{HOST}:$ENV{PORT}: $!";
listen($server, 64) or die "listen: $!";
$| = 1;
print "$name $version listens on $ENV{PORT}\n";

# A helper of its own, as many servers have; and a stop that takes a moment.
if ($ENV{HELPER}) {
  if (!fork()) { close $server; sleep 1 while getppid() == $parent; exit 0 }
  $SIG{TERM} = sub { select(undef, undef, undef, 0.04); exit 0 };
}
$SIG{PIPE} = 'IGNORE';
while (1) {
  accept(my $client, $server) or next;
  my $line = <$client> || '';
  while (my $header = <$client>) { last if $header =~ /^\r?\n$/ }
  my $body = $line =~ m{ /version } ? qq({"version":"$version"}) : $line =~ m{ /inputs } ? qq({"name":"$name","version":"$version","config":"$config","pid":$$}) : '{"ok":true}';
  print $client "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: @{[length $body]}\r\n\r\n$body";
  close $client;
}
